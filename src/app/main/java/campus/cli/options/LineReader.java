package campus.cli.options;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream as bytes, in any encoding: only a line feed ends a line. */
public final class LineReader {

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int begin;
    private int end;

    public LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its line feed; null at the end. */
    public byte[] next() throws IOException {
        ByteArrayOutputStream pieces = null;
        while (begin < end || fill()) {
            int feed = begin;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            boolean whole = feed < end;
            int from = begin;
            begin = whole ? feed + 1 : end;
            if (whole && pieces == null) {
                return Arrays.copyOfRange(buffer, from, feed);
            }
            pieces = pieces == null ? new ByteArrayOutputStream() : pieces;
            pieces.write(buffer, from, feed - from);
            if (whole) {
                break;
            }
        }
        return pieces == null ? null : pieces.toByteArray();
    }

    private boolean fill() throws IOException {
        begin = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
