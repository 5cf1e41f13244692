import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A step of the build, behind the jar: puts the launcher beside it, and two archives of the classes that the program
 * loads at its start, in the form that the JVM has them in memory: one with all of them, and one for the commands of a
 * moment, because the JVM moves the whole archive in memory first. {@code java Package.java LAUNCHER TARGET}.
 *
 * <p>Which classes those are, a run tells with the embedded broker, a subscriber and a publisher, on free ports and
 * with all files in TARGET. Without an archive the program only starts more slowly, so a failure is a warning.
 */
final class Package {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern BROKER = Pattern.compile("embedded broker at tcp://127\\.0\\.0\\.1:(\\d+)");
    private static final String RUNS = "in another terminal";

    private final Path jar;
    private final Path all;
    private final Path commands;
    private final Path work;
    private final List<Process> processes = new ArrayList<>();

    private Package(Path target) {
        jar = target.resolve("campus.jar");
        all = target.resolve("campus.jsa");
        commands = target.resolve("campus-commands.jsa");
        work = target.resolve("archive");
    }

    public static void main(String... args) throws IOException {
        Path target = Path.of(args[1]).toRealPath();
        for (String script : List.of("campus", "campus.cmd")) {
            Path copy = target.resolve(script);
            Files.copy(Path.of(args[0], script), copy, StandardCopyOption.REPLACE_EXISTING);
            copy.toFile().setExecutable(true, false);
        }
        Package step = new Package(target);
        try {
            if (!step.isUpToDate()) {
                step.makeArchives();
            }
        } catch (IOException | UncheckedIOException | InterruptedException e) {
            System.out.println("[WARNING] the archives of target/campus were not made, so the program starts more slowly: " + e);
        }
    }

    /** The JVM uses an archive only with the very jars that it was made of. */
    private boolean isUpToDate() throws IOException {
        if (!Files.exists(all) || !Files.exists(commands)) {
            return false;
        }
        try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
            return Stream.concat(Stream.of(jar), libraries)
                    .allMatch(file -> file.toFile().lastModified() <= all.toFile().lastModified());
        }
    }

    private void makeArchives() throws IOException, InterruptedException {
        Files.deleteIfExists(all);
        Files.deleteIfExists(commands);
        delete(work);
        Files.createDirectories(work);
        try {
            Process run = start("run", "-D", "campus.broker.port=0", "-D", "campus.page.port=0",
                    "-D", "campus.data-dir=" + work);
            String port = awaitPort(run);
            // One after the other: what is published while a client subscribes may miss it.
            end(start("pub", "-p", port, "-t", "salon/luz", "-r", "-m", "ON"));
            end(start("sub", "-p", port, "-t", "salon/#", "-C", "1", "-W", "20"));
            run.destroy();
            // Both at a time: a quarter of this step.
            Process small = dump(commands, "sub", "pub");
            end(run);
            Process large = dump(all, "run", "sub", "pub");
            end(small);
            keep(commands);
            end(large);
            keep(all);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        delete(work);
    }

    /** @param of the processes that told their classes */
    private Process dump(Path archive, String... of) throws IOException {
        String name = archive.getFileName().toString();
        Path classes = Files.write(work.resolve(name + ".classes"), classes(of));
        return java(name, "-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile="
                + work.resolve(name), "-cp", jar.toString());
    }

    private void keep(Path archive) throws IOException {
        Files.move(work.resolve(archive.getFileName()), archive, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Runs a command of the program, which tells its classes. */
    private Process start(String... command) throws IOException {
        return java(command[0], Stream.concat(Stream.of("-XX:DumpLoadedClassList="
                + work.resolve(command[0] + ".classes"), "-jar", jar.toString()), Stream.of(command))
                .toArray(String[]::new));
    }

    private Process java(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1", "-Xlog:disable"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true)
                .redirectOutput(output(name));
        // What the one who builds has set for a run of the program must not disturb this one.
        builder.environment().keySet().removeIf(key -> key.startsWith("CAMPUS_") || key.startsWith("CAMEL_"));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private File output(String name) {
        return work.resolve(name + ".out").toFile();
    }

    /** The port of the embedded broker, once all runs. */
    private String awaitPort(Process run) throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 10 && !run.waitFor(100, TimeUnit.MILLISECONDS); i++) {
            String printed = Files.readString(output("run").toPath());
            Matcher broker = BROKER.matcher(printed);
            if (printed.contains(RUNS) && broker.find()) {
                return broker.group(1);
            }
        }
        throw new IOException("the program does not run, see " + output("run"));
    }

    private static void end(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("failed: " + process.info().commandLine().orElse(process.toString()));
        }
    }

    /** The classes of several processes, each once. */
    private Set<String> classes(String... names) throws IOException {
        Set<String> classes = new LinkedHashSet<>();
        for (String name : names) {
            classes.addAll(Files.readAllLines(work.resolve(name + ".classes")));
        }
        // picocli is made for Java 5: such a class is archived only if none links it before, as these would.
        classes.removeIf(line -> line.startsWith("@lambda-proxy") && line.contains("picocli"));
        return classes;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }
}
