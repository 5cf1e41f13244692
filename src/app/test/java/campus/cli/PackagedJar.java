package campus.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code java -jar target/campus.jar}. The tests start it dozens of times, so there is a way that takes half of the
 * processor time: with the archive of its classes that the build makes, and with the quick compiler only.
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

    /** The launcher that the build puts beside the jar. */
    static Path launcher() {
        return JAR.resolveSibling("campus");
    }

    /** The command that starts quickly, without arguments. */
    public static List<String> quickCommand() {
        return join(quickJava(), "-jar", JAR.toString());
    }

    /** {@code java} with the options of {@link #quickCommand}. */
    static List<String> quickJava() {
        return Files.exists(ARCHIVE) ? join(QUICK, "-XX:SharedArchiveFile=" + ARCHIVE) : QUICK;
    }

    private static List<String> join(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }
}
