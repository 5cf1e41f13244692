package campus.cli.options;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.util.function.ThrowingRunnable;

/**
 * Standard output that tells if it cannot be written: a print to it throws an {@link OutputException}. A stream of Java
 * hides it, so that a command would end with 0 although nothing was written.
 */
public final class StandardOutput extends OutputStream {

    private final OutputStream out;

    private StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** That of this process. */
    public static PrintStream open() {
        Charset terminal = charset("stdout.encoding");
        return of(new FileOutputStream(FileDescriptor.out), isUnknown(terminal) ? StandardCharsets.UTF_8 : terminal);
    }

    /** Standard error of this process in UTF-8; empty if Java knows the encoding of the terminal. */
    public static Optional<PrintStream> openErrors() {
        return isUnknown(charset("stderr.encoding"))
                ? Optional.of(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static Charset charset(String property) {
        String terminal = System.getProperty(property, System.getProperty("sun." + property));
        return terminal == null ? Charset.defaultCharset() : Charset.forName(terminal);
    }

    /** Java takes ASCII if this machine does not have the locale. Then UTF-8 is likely, and all of ASCII is in it. */
    private static boolean isUnknown(Charset terminal) {
        return terminal.equals(StandardCharsets.US_ASCII);
    }

    /** Another stream instead; each line is written at once. */
    public static PrintStream of(OutputStream out, Charset charset) {
        return new PrintStream(new StandardOutput(new BufferedOutputStream(out)), true, charset);
    }

    /** A stream as picocli wants it: the text gets the encoding of the stream, and not that of the JVM. */
    public static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new Writer() {
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
        }, true);
    }

    @Override
    public void write(int b) {
        attempt(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        attempt(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() {
        attempt(out::flush);
    }

    private static void attempt(ThrowingRunnable<IOException> step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }
}
