package campus.sink;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which files the writers of this process have open. Whoever writes, opens or removes one holds the lock of this. */
final class OpenFiles {

    private final List<Path> paths = new ArrayList<>();

    /** Two writers may have the same file. */
    void add(Path file) {
        paths.add(file.toAbsolutePath().normalize());
    }

    void remove(Path file) {
        paths.remove(file.toAbsolutePath().normalize());
    }

    boolean contains(Path file) {
        return paths.contains(file.toAbsolutePath().normalize());
    }
}
