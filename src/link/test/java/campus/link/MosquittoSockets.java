package campus.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP sockets that this process has open, as Linux lists them. */
final class MosquittoSockets {

    private static final Path PROCESS = Path.of("/proc/self");

    private MosquittoSockets() {
    }

    /** Whether this system lists them. */
    static boolean canBeCounted() {
        return Files.isReadable(PROCESS.resolve("net/tcp"));
    }

    /** The states of this process's sockets to this port: 01 established, 08 close wait. */
    static List<String> connectedTo(int port) {
        Set<String> own = own();
        String end = String.format(Locale.ROOT, ":%04X", port);
        return Stream.of("tcp", "tcp6").flatMap(name -> lines(PROCESS.resolve("net").resolve(name)))
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 9 && fields[2].endsWith(end) && own.contains(fields[9]))
                .map(fields -> fields[3]).toList();
    }

    private static Set<String> own() {
        try (Stream<Path> files = Files.list(PROCESS.resolve("fd"))) {
            return files.map(MosquittoSockets::target).filter(name -> name.startsWith("socket:["))
                    .map(name -> name.substring("socket:[".length(), name.length() - 1)).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
