package campus.testkit;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Mosquitto on a free port of 127.0.0.1, for tests to compare with, to kill and to suspend. */
public final class Mosquitto implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int port;
    private final Path config;
    private final Path log;
    private Process process;

    private Mosquitto(int port, Path config, Path log) {
        this.port = port;
        this.config = config;
        this.log = log;
    }

    public static boolean isInstalled() {
        return find("mosquitto").isPresent();
    }

    /** The path of a program of Mosquitto's, such as mosquitto_passwd, where it is installed. */
    public static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts Mosquitto and returns when it accepts connections.
     *
     * @param folder      for its configuration and its log
     * @param configLines lines of mosquitto.conf(5) besides the listener, such as {@code allow_anonymous true}
     */
    public static Mosquitto start(Path folder, String... configLines) {
        return start(folder, Ports.free(), configLines);
    }

    /** As {@link #start(Path, String...)}, on the given port of 127.0.0.1. */
    public static Mosquitto start(Path folder, int port, String... configLines) {
        Path config = folder.resolve("mosquitto-" + port + ".conf");
        List<String> lines = new ArrayList<>();
        // Otherwise, started by root, it becomes a user who cannot read the test's files.
        lines.add("user " + System.getProperty("user.name"));
        lines.add("listener " + port + " 127.0.0.1");
        lines.addAll(List.of(configLines));
        if (lines.stream().noneMatch(line -> line.startsWith("log_type"))) {
            lines.add("log_type all");
        }
        try {
            Files.write(config, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Mosquitto mosquitto = new Mosquitto(port, config, folder.resolve("mosquitto-" + port + ".log"));
        mosquitto.launch();
        return mosquitto;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** What it logged so far, for the message of a failed assertion. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until so many clients have subscribed to a topic filter, as it logs with {@code log_type subscribe}. */
    public void awaitSubscribed(String filter, int clients) {
        await().atMost(PATIENCE.multipliedBy(6))
                .until(() -> log().lines().filter(line -> line.endsWith(filter)).count() >= clients);
    }

    /** Ends it as a crash would, without a word to its clients; {@link #restart()} brings it back. */
    public void kill() {
        process.destroyForcibly();
        waitForEnd();
    }

    /** Ends it if it runs, and starts it again on the same port. */
    public void restart() {
        close();
        launch();
    }

    /** SIGSTOP: connections stay open, and nothing answers. */
    public void suspend() {
        signal("STOP");
    }

    /** SIGCONT: goes on after {@link #suspend()}. */
    public void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            signal("CONT");
            process.destroy();
            waitForEnd();
        }
    }

    private void launch() {
        String program = find("mosquitto").orElseThrow().toString();
        try {
            process = new ProcessBuilder(program, "-c", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("Mosquitto listens").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Mosquitto ended: " + log());
            }
            return listens();
        });
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitForEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
