package campus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of all modules, relative to the project's folder. */
final class SourceFiles {

    private static final Path TESTKIT = Path.of("src", "testkit");

    private SourceFiles() {
    }

    /** Everything that is shipped: Java and resources. */
    static List<Path> shipped() {
        return Stream.concat(Stream.of(Path.of("routes", "campus")), modules().map(module -> module.resolve("main"))
                .filter(folder -> !folder.startsWith(TESTKIT))).flatMap(SourceFiles::files).toList();
    }

    /** The Java sources of everything that is shipped. */
    static List<Path> main() {
        return shipped().stream().filter(SourceFiles::isJava).toList();
    }

    /** The Java sources of the tests, and of what they share. */
    static List<Path> tests() {
        return Stream.concat(Stream.of(Path.of("routes", "test"), TESTKIT.resolve("main")),
                modules().map(module -> module.resolve("test"))).flatMap(SourceFiles::files)
                .filter(SourceFiles::isJava).toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }

    private static Stream<Path> modules() {
        return list(Path.of("src"), 1).filter(Files::isDirectory);
    }

    private static Stream<Path> files(Path folder) {
        return Files.exists(folder) ? list(folder, Integer.MAX_VALUE).filter(Files::isRegularFile) : Stream.of();
    }

    private static Stream<Path> list(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
