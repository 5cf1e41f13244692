package campus.testkit;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program that is not of this project, or not in Java, and the lines that it prints. */
public final class Program implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private final List<String> command;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Process process;
    private final Thread reader;

    private Program(List<String> command) {
        this.command = command;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = new Thread(this::read, command.get(0));
        reader.start();
    }

    /** Starts one of Mosquitto's clients; skips the test if that client or the program {@code stdbuf} is missing. */
    public static Program mosquitto(String name, Object... arguments) {
        List<String> command = new ArrayList<>();
        for (String program : List.of("stdbuf", name)) {
            Assumptions.assumeTrue(Mosquitto.find(program).isPresent(), "skipped: " + program + " is not installed");
            command.add(Mosquitto.find(program).orElseThrow().toString());
        }
        // Without it, lines wait in a buffer until the program ends.
        command.add(1, "-oL");
        return new Program(with(command, arguments));
    }

    /**
     * Starts a script; skips the test if Python or paho-mqtt is missing.
     *
     * @param script its name in the folder {@code interop} of the resources of this package
     */
    public static Program python(String script, Object... arguments) {
        Assumptions.assumeTrue(Paho.INSTALLED,
                "skipped: " + PYTHON + " with paho-mqtt is not installed (Debian: python3-paho-mqtt)");
        return new Program(with(List.of(PYTHON.toString(), "-u", copy(script).toString()), arguments));
    }

    /** Looks once in a JVM, as the import takes a third of a second. */
    private static final class Paho {

        private static final boolean INSTALLED = isInstalled();

        private static boolean isInstalled() {
            if (!Files.isExecutable(PYTHON)) {
                return false;
            }
            try (Program look = new Program(List.of(PYTHON.toString(), "-c", "import paho.mqtt.client"))) {
                return look.exitCode() == 0;
            }
        }
    }

    private static Path copy(String script) {
        try (InputStream content = Program.class.getResourceAsStream("interop/" + script)) {
            Path file = Files.createTempFile("", script);
            file.toFile().deleteOnExit();
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> with(List<String> program, Object... arguments) {
        List<String> command = new ArrayList<>(program);
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // The program was ended.
        }
    }

    /** The lines that it has printed so far, on stdout and stderr. */
    public List<String> lines() {
        return lines;
    }

    /**
     * Waits until it has printed so many lines of this form.
     *
     * @return the last of them
     */
    public String line(String regex, int times) {
        List<String> found = await(command + " prints " + regex).atMost(PATIENCE).pollInterval(POLL).failFast(
                command + " ended",
                () -> !process.isAlive() && !reader.isAlive() && matching(regex).size() < times)
                .until(() -> matching(regex), matching -> matching.size() >= times);
        return found.get(times - 1);
    }

    private List<String> matching(String regex) {
        return lines.stream().filter(line -> line.matches(regex)).toList();
    }

    /** Ends its input, which a program may take for the wish to end. */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for its end.
     *
     * @throws AssertionError if it does not end in time
     */
    public int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(this + " does not end");
            }
            reader.join(PATIENCE.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends it with SIGKILL, if it runs. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return command + " printed " + lines;
    }
}
