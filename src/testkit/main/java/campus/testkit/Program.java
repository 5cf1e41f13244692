package campus.testkit;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program that we did not write, or in a language that this project is not written in, and what it prints. */
public final class Program implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
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

    /**
     * Starts one of Mosquitto's clients, printing line by line; where it or the program {@code stdbuf} is not installed,
     * the test is skipped.
     */
    public static Program mosquitto(String name, Object... arguments) {
        List<String> command = new ArrayList<>();
        for (String program : List.of("stdbuf", name)) {
            Assumptions.assumeTrue(Mosquitto.find(program).isPresent(), "skipped: " + program + " is not installed");
            command.add(Mosquitto.find(program).orElseThrow().toString());
        }
        command.add(1, "-oL");
        return new Program(with(command, arguments));
    }

    /** Starts a script of the test resources {@code campus/interop}; without Python and paho-mqtt, the test is skipped. */
    public static Program python(String script, Object... arguments) {
        assumePaho();
        Path file = Path.of("src/test/resources/campus/interop", script);
        return new Program(with(List.of(PYTHON.toString(), "-u", file.toString()), arguments));
    }

    private static void assumePaho() {
        String why = "skipped: " + PYTHON + " with paho-mqtt is not installed (Debian: python3-paho-mqtt)";
        Assumptions.assumeTrue(Files.isExecutable(PYTHON), why);
        try (Program look = new Program(List.of(PYTHON.toString(), "-c", "import paho.mqtt.client"))) {
            Assumptions.assumeTrue(look.exitCode() == 0, why);
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
            // it was ended
        }
    }

    /** What it printed so far, on either stream. */
    public List<String> lines() {
        return lines;
    }

    /** Waits until it has printed a line of this form so often; returns the last of them. */
    public String line(String regex, int times) {
        List<String> found = await(command + " prints " + regex).atMost(PATIENCE).failFast(
                command + " ended",
                () -> !process.isAlive() && !reader.isAlive() && matching(regex).size() < times)
                .until(() -> matching(regex), matching -> matching.size() >= times);
        return found.get(times - 1);
    }

    private List<String> matching(String regex) {
        return lines.stream().filter(line -> line.matches(regex)).toList();
    }

    /** Waits for its end. */
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

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return command + " printed " + lines;
    }
}
