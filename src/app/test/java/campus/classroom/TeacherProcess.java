package campus.classroom;

import static org.awaitility.Awaitility.await;

import campus.cli.PackagedJar;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program as a process of its own, with the teacher only, at a broker that runs elsewhere. */
public final class TeacherProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final List<String> command;
    private Process process;
    private int launches;

    private TeacherProcess(Path folder, List<String> command) {
        this.folder = folder;
        this.command = command;
    }

    /** The packaged program, {@code java -jar target/campus.jar run}. */
    public static TeacherProcess packaged(Path folder, int brokerPort, Map<String, String> options) throws Exception {
        return of(folder, brokerPort, options, PackagedJar.quickCommand());
    }

    /** The program as it was compiled, without a package. */
    public static TeacherProcess compiled(Path folder, int brokerPort, Map<String, String> options) {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return of(folder, brokerPort, options,
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath", classPath, "campus.cli.CampusCommand"));
    }

    private static TeacherProcess of(Path folder, int brokerPort, Map<String, String> options, List<String> program) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("campus.data-dir", folder.resolve("data").toString());
        all.put("campus.broker.enabled", "false");
        all.put("camel.component.paho-mqtt5.broker-url", "tcp://127.0.0.1:" + brokerPort);
        all.put("campus.sensors.enabled", "false");
        all.put("campus.views.enabled", "false");
        all.put("campus.teacher.password", "any");
        all.putAll(options);
        List<String> command = new ArrayList<>(program);
        command.add("run");
        all.forEach((key, value) -> command.addAll(List.of("-D", key + "=" + value)));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TeacherProcess(folder, command);
    }

    /** Launches it, and does not wait until it is ready. */
    public TeacherProcess launch() {
        launches++;
        try {
            process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(log().toFile()).start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it prints that it runs. */
    public TeacherProcess awaitReady() {
        await("the teacher runs").atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the teacher ended: " + output());
            }
            return output().contains("in another terminal");
        });
        return this;
    }

    /**
     * Lets it run for so long.
     *
     * @throws IllegalStateException if it ended before
     */
    public void run(Duration time) throws InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the teacher ended: " + output());
        }
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Asks it to end, and waits.
     *
     * @return its exit code
     */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the teacher did not stop: " + output());
        }
        return process.exitValue();
    }

    /** Processor time so far. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Its output since its launch. */
    public String output() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return folder.resolve("teacher-" + launches + ".log");
    }

    /** The accepted solutions: the lines of ok.txt. */
    public List<String> results() {
        Path file = folder.resolve("data/ok.txt");
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of the mails of confirmation. */
    public List<Path> mails() {
        return files("data/mail");
    }

    /** The files of a folder; none if it does not exist. */
    public List<Path> files(String name) {
        Path path = folder.resolve(name);
        try (Stream<Path> files = Files.exists(path) ? Files.list(path) : Stream.of()) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of dead letters. */
    public List<Path> deadLetters() {
        return files("data/dead-letter");
    }

    /** JDBC URL of the ledger that it has by default. */
    public String ledger() {
        return "jdbc:sqlite:" + folder.resolve("data/ledger.db").toAbsolutePath();
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
