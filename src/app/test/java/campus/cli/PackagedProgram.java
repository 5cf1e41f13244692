package campus.cli;

import static org.awaitility.Awaitility.await;

import campus.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as processes of their own in a folder of the test, all of which end with it. */
abstract class PackagedProgram {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path JAR = Path.of("target", "campus.jar").toAbsolutePath();

    @TempDir
    Path folder;

    final int port = Ports.free();
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    /** {@code campus run}, whose broker is on {@link #port}; returns when it says that it runs. */
    final Process run(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "-D", "campus.broker.port=" + port));
        arguments.addAll(List.of(more));
        Process run = start("run", arguments.toArray(String[]::new));
        await().atMost(PATIENCE).until(() -> text("run.out").contains("in another terminal"));
        return run;
    }

    /** Starts a command; what it prints goes to {@code NAME.out} and {@code NAME.err}. */
    final Process start(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
        processes.add(process);
        return process;
    }

    /** What is in a file of the folder. */
    final String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
