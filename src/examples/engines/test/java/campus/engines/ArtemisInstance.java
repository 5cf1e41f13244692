package campus.engines;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;

/** A broker of Artemis' distribution with a broker.xml of the example, made and started as the page shows it. */
final class ArtemisInstance implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path EXAMPLE = Path.of("src", "examples", "artemis-pair").toAbsolutePath();
    private static final Path DISTRIBUTION = Path.of("src", "examples", "engines", "target").toAbsolutePath();

    private final Path folder;
    private final String properties;
    private int starts;
    private Process process;

    private ArtemisInstance(Path folder, String properties) {
        this.folder = folder;
        this.properties = properties;
    }

    /**
     * Makes it; it does not run yet.
     *
     * @param name       primary or backup
     * @param properties Java options, by which broker.xml gets its ports
     */
    static ArtemisInstance create(Path parent, String name, String properties) throws Exception {
        Path folder = parent.resolve(name);
        int created = new ProcessBuilder(distribution().resolve("bin/artemis").toString(), "create", folder.toString(),
                "--silent", "--user", "admin", "--password", "admin", "--allow-anonymous", "--no-autotune", "--no-web")
                .redirectErrorStream(true).redirectOutput(parent.resolve(name + ".create").toFile()).start().waitFor();
        if (created != 0) {
            throw new IllegalStateException(Files.readString(parent.resolve(name + ".create")));
        }
        Files.copy(EXAMPLE.resolve(name).resolve("broker.xml"), folder.resolve("etc/broker.xml"),
                StandardCopyOption.REPLACE_EXISTING);
        return new ArtemisInstance(folder, properties);
    }

    private static Path distribution() throws IOException {
        try (Stream<Path> folders = Files.list(DISTRIBUTION)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("apache-artemis-")).findFirst()
                    .orElseThrow();
        }
    }

    /** Starts it; returns when it has logged all of these. */
    ArtemisInstance start(String... texts) throws IOException {
        starts++;
        ProcessBuilder run = new ProcessBuilder(folder.resolve("bin/artemis").toString(), "run")
                .redirectErrorStream(true).redirectOutput(log().toFile());
        run.environment().put("JAVA_ARGS_APPEND", properties);
        process = run.start();
        awaitLog(texts);
        return this;
    }

    /** Waits until it has logged all of these since its start. */
    void awaitLog(String... texts) {
        await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(text());
            }
            return Stream.of(texts).allMatch(text()::contains);
        });
    }

    /** How many lines of its log since its start have this. */
    long count(String text) {
        return text().lines().filter(line -> line.contains(text)).count();
    }

    private Path log() {
        return folder.resolve("run-" + starts + ".log");
    }

    private String text() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process. */
    ProcessHandle process() {
        return process.toHandle();
    }

    /** {@code kill -9}: the script has become the JVM. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
