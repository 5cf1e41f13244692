package campus.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The packaged program as processes of its own in a folder of the test, all of which end with this. */
final class PackagedProgram implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final List<String> java;
    private final List<Process> processes = new ArrayList<>();

    /** @param java {@link PackagedJar#command} or {@link PackagedJar#quickCommand} */
    PackagedProgram(Path folder, List<String> java) {
        this.folder = folder;
        this.java = java;
    }

    /** {@code campus run} with a broker on a port; returns when it prints that it runs. */
    Process run(int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "-D", "campus.broker.port=" + port, "-D",
                "campus.page.port=0"));
        arguments.addAll(List.of(more));
        Process run = start("run", arguments.toArray(String[]::new));
        await().atMost(PATIENCE).until(() -> text("run.out").contains("in another terminal"));
        return run;
    }

    /** Starts a command; its output goes to {@code NAME.out} and {@code NAME.err}. */
    Process start(String name, String... arguments) throws IOException {
        return start(name, Redirect.to(folder.resolve(name + ".out").toFile()), arguments);
    }

    /** As above, with another standard output. */
    Process start(String name, Redirect output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(output)
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
        processes.add(process);
        return process;
    }

    /** The content of a file of the folder. */
    String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
