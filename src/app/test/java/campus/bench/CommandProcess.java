package campus.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** A cold process of a benchmark, and the time and the processor time that it takes. */
final class CommandProcess implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path NOTHING = Path.of("/dev/null");

    private final Process process;
    private final Path times;

    private CommandProcess(Process process, Path times) {
        this.process = process;
        this.times = times;
    }

    /** Starts one that ends by itself; bash takes its times. */
    static CommandProcess timed(Path folder, Path in, Path out, List<String> command) throws IOException {
        Path times = Files.createTempFile(folder, "times", "");
        List<String> all = new ArrayList<>(List.of("bash", "-c",
                "TIMEFORMAT='%R %U %S'; { time \"$@\" 2>&3; } 3>&2 2>\"$0\"", times.toString()));
        all.addAll(command);
        return new CommandProcess(builder(folder, all).redirectInput(in.toFile()).redirectOutput(out.toFile()).start(),
                times);
    }

    /** As {@link #timed(Path, Path, Path, List)}, without standard input and output. */
    static CommandProcess timed(Path folder, List<String> command) throws IOException {
        return timed(folder, NOTHING, NOTHING, command);
    }

    /** Starts one that {@link #close} ends. */
    static CommandProcess endless(Path folder, List<String> command) throws IOException {
        return new CommandProcess(builder(folder, command).redirectOutput(NOTHING.toFile()).start(), null);
    }

    private static ProcessBuilder builder(Path folder, List<String> command) {
        return new ProcessBuilder(command).directory(folder.toFile()).redirectError(Redirect.INHERIT);
    }

    /** Waits for its end; whether it came, with exit code 0. */
    boolean ends() throws InterruptedException {
        return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** From its start to its end, seconds. */
    double seconds() throws IOException {
        return times()[0];
    }

    /** User and system time, seconds. */
    double processorSeconds() throws IOException {
        if (times == null) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
        }
        return times()[1] + times()[2];
    }

    private double[] times() throws IOException {
        String[] words = Files.readString(times).strip().replace(',', '.').split("\\s+");
        double[] seconds = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            seconds[i] = Double.parseDouble(words[i]);
        }
        return seconds;
    }

    /** Waits until a file has so many lines: when that was, {@link System#nanoTime}; -1 if they do not come. */
    static long awaitLines(Path file, int lines) throws IOException {
        await().atMost(PATIENCE).until(() -> Files.exists(file));
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            int[] count = {0};
            await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
                for (buffer.clear(); channel.read(buffer) > 0; buffer.clear()) {
                    for (int i = 0; i < buffer.position(); i++) {
                        count[0] += buffer.get(i) == '\n' ? 1 : 0;
                    }
                }
                return count[0] >= lines;
            });
            return System.nanoTime();
        } catch (ConditionTimeoutException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
