package campus.cli.replay;

import campus.base.SettingException;
import campus.cli.options.LineReader;
import campus.cli.options.StoppableInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The input of a replay: a file, compressed with gzip or not, or standard input.
 *
 * @param lines its lines
 * @param size  number of bytes in all; -1 if it is not known
 */
record ReplayFile(StoppableInput input, LineReader lines, long size) implements AutoCloseable {

    private static final int GZIP_MAGIC = 0x1f8b;

    /**
     * Opens it.
     *
     * @param name path of the file; {@code -} for standard input
     * @throws SettingException if it cannot be read
     */
    static ReplayFile open(String name) {
        try {
            boolean file = !name.equals("-");
            StoppableInput input = new StoppableInput(file ? Files.newInputStream(Path.of(name)) : System.in);
            InputStream in = new BufferedInputStream(input, 1 << 16);
            in.mark(2);
            boolean gzip = (in.read() << 8 | in.read()) == GZIP_MAGIC;
            in.reset();
            InputStream plain = gzip ? new GZIPInputStream(in, 1 << 16) : in;
            return new ReplayFile(input, new LineReader(plain), file && !gzip ? Files.size(Path.of(name)) : -1);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(name, e);
        }
    }

    /** The exception for a file that cannot be read, or not to its end. */
    static SettingException unreadable(String name, Exception e) {
        String reason = e instanceof NoSuchFileException ? "there is no such file" : e.toString();
        return new SettingException(name + " cannot be read: " + reason);
    }

    /** Makes it end, even if it waits for more. */
    void stop() {
        input.stop();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
