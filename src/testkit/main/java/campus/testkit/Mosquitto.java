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

/** A real Mosquitto on a port of 127.0.0.1, for tests to compare with, to kill and to suspend. */
public final class Mosquitto implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(2);

    private final int port;
    private final Path config;
    private final Path log;
    private Process process;
    private boolean suspended;

    private Mosquitto(int port, Path config, Path log) {
        this.port = port;
        this.config = config;
        this.log = log;
    }

    /** Whether the program mosquitto is found. */
    public static boolean isInstalled() {
        return find("mosquitto").isPresent();
    }

    /** The path of a program, such as mosquitto_passwd; empty if it is not installed. */
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
     * @throws IllegalStateException if it ends at once; the message has its log
     */
    public static Mosquitto start(Path folder, String... configLines) {
        return start(folder, Ports.free(), configLines);
    }

    /** As {@link #start(Path, String...)}, on the given port of 127.0.0.1. */
    public static Mosquitto start(Path folder, int port, String... configLines) {
        Path config = folder.resolve("mosquitto-" + port + ".conf");
        List<String> lines = new ArrayList<>();
        // Else it becomes, if root starts it, a user that cannot read the test's files.
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

    /** The TCP port of its first listener. */
    public int port() {
        return port;
    }

    /** The address of its first listener, as MQTT clients write it. */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** All that it has logged so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until so many clients have subscribed to a topic filter; reads that in its log. */
    public void awaitSubscribed(String filter, int clients) {
        await().atMost(PATIENCE.multipliedBy(6)).pollInterval(POLL.multipliedBy(5))
                .until(() -> log().lines().filter(line -> line.endsWith(filter)).count() >= clients);
    }

    /** Ends it with SIGKILL, without a DISCONNECT to its clients; {@link #restart()} starts it again. */
    public void kill() {
        process.destroyForcibly();
        waitForEnd();
    }

    /** Ends it if it runs, and starts it again on the same port. */
    public void restart() {
        close();
        launch();
    }

    /** Stops it with SIGSTOP: connections stay open, and it does not answer. */
    public void suspend() {
        signal("STOP");
        suspended = true;
    }

    /** Lets it go on after {@link #suspend()}, with SIGCONT. */
    public void resume() {
        signal("CONT");
        suspended = false;
    }

    /** Ends it in order, if it runs. */
    @Override
    public void close() {
        if (process.isAlive()) {
            if (suspended) {
                resume();
            }
            process.destroy();
            // It looks for signals when it wakes: each tenth of a second, and at a connection.
            listens();
            waitForEnd();
        }
    }

    private void launch() {
        suspended = false;
        String program = find("mosquitto").orElseThrow().toString();
        try {
            process = new ProcessBuilder(program, "-c", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("Mosquitto listens").atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLL).until(() -> {
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
