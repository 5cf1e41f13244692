package campus.cli.options;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

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
        if (begin == end && !fill()) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean whole;
        do {
            int feed = begin;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            line.write(buffer, begin, feed - begin);
            whole = feed < end;
            begin = whole ? feed + 1 : end;
        } while (!whole && fill());
        return line.toByteArray();
    }

    private boolean fill() throws IOException {
        begin = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
