package campus.cli.replay;

import campus.base.ConfigFile;
import campus.base.SettingException;
import campus.cli.options.LineReader;
import campus.cli.options.StoppableInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The input of a replay: a file, compressed with gzip or not, or standard input.
 *
 * @param input makes it end
 * @param lines its lines
 */
record ReplayFile(StoppableInput input, LineReader lines) implements AutoCloseable {

    private static final int GZIP_MAGIC = 0x1f8b;

    /**
     * Opens it.
     *
     * @param name path of the file; {@code -} for standard input
     * @throws SettingException if it cannot be read
     */
    static ReplayFile open(String name) {
        try {
            StoppableInput input =
                    new StoppableInput(name.equals("-") ? System.in : Files.newInputStream(Path.of(name)));
            InputStream in = new BufferedInputStream(input, 1 << 16);
            in.mark(2);
            boolean gzip = (in.read() << 8 | in.read()) == GZIP_MAGIC;
            in.reset();
            return new ReplayFile(input, new LineReader(gzip ? new GZIPInputStream(in, 1 << 16) : in));
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(name, e);
        }
    }

    /** The exception for a file that cannot be read, or not to its end. */
    static SettingException unreadable(String name, Exception e) {
        return new SettingException(name + " cannot be read: " + ConfigFile.reason(e));
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
