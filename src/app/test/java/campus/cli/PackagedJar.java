package campus.cli;

import campus.testkit.Ports;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code java -jar target/campus.jar}. The tests start it dozens of times, so there is a way that takes half of the
 * processor time: with an archive of its classes as the JVM keeps them in memory, and with the quick compiler only.
 */
public final class PackagedJar {

    private static final Path JAR = Path.of("target", "campus.jar").toAbsolutePath();
    private static final Path ARCHIVE = JAR.resolveSibling("campus.jsa");
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<String> QUICK = List.of(JAVA, "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=2", "-Xlog:disable");

    private PackagedJar() {
    }

    /** The command as a user types it, without arguments. */
    static List<String> command() {
        return List.of(JAVA, "-jar", JAR.toString());
    }

    /** The command that starts quickly, without arguments. */
    public static List<String> quickCommand() throws IOException, InterruptedException {
        return join(quickJava(), "-jar", JAR.toString());
    }

    /** {@code java} with the options of {@link #quickCommand}. */
    static List<String> quickJava() throws IOException, InterruptedException {
        return join(QUICK, "-XX:SharedArchiveFile=" + archive());
    }

    /** The archive, which the first test makes that wants it: tests run in several processes. */
    private static synchronized Path archive() throws IOException, InterruptedException {
        try (FileChannel file = FileChannel.open(JAR.resolveSibling("campus.jsa.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock lock = file.lock()) {
            if (!Files.exists(ARCHIVE) || Files.getLastModifiedTime(ARCHIVE).compareTo(lastPackaged()) < 0) {
                make();
            }
        }
        return ARCHIVE;
    }

    private static FileTime lastPackaged() throws IOException {
        FileTime last = Files.getLastModifiedTime(JAR);
        try (Stream<Path> libraries = Files.list(JAR.resolveSibling("lib"))) {
            for (Path library : libraries.toList()) {
                FileTime time = Files.getLastModifiedTime(library);
                last = time.compareTo(last) > 0 ? time : last;
            }
        }
        return last;
    }

    /** By a command that fails to connect: it has loaded most of the classes. */
    private static void make() throws IOException, InterruptedException {
        Path made = ARCHIVE.resolveSibling("campus.jsa.part");
        Files.deleteIfExists(made);
        List<String> command = join(QUICK, "-XX:ArchiveClassesAtExit=" + made, "-jar", JAR.toString(), "pub", "-p",
                "" + Ports.free(), "-t", "salon/luz", "-n");
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || !Files.exists(made)) {
            process.destroyForcibly();
            throw new IOException("no archive was made by " + String.join(" ", command));
        }
        Files.move(made, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> join(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }
}
