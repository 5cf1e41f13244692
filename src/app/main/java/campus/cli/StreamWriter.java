package campus.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;

/** A stream as picocli wants it: the text gets the encoding of the stream, and not that of the JVM. */
final class StreamWriter extends Writer {

    private final PrintStream stream;

    private StreamWriter(PrintStream stream) {
        this.stream = stream;
    }

    /** A writer to a stream, which writes each line at once. */
    static PrintWriter of(PrintStream stream) {
        return new PrintWriter(new StreamWriter(stream), true);
    }

    @Override
    public void write(char[] text, int offset, int length) {
        stream.print(new String(text, offset, length));
    }

    @Override
    public void flush() {
        stream.flush();
    }

    @Override
    public void close() {
        stream.flush();
    }
}
