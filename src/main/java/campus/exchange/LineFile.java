package campus.exchange;

import campus.base.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A text file to which whole lines are added, safe on disk when the call returns. Its owner alone may read it. */
public final class LineFile {

    private final Path file;

    public LineFile(Path file) {
        this.file = file;
    }

    /**
     * Adds a line.
     *
     * @param line without a line break
     * @throws IOException where it could not be written
     */
    public synchronized void append(String line) throws IOException {
        OwnerOnly.create(file);
        Files.writeString(file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND,
                StandardOpenOption.DSYNC);
    }
}
