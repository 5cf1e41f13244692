package campus.cli.options;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

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
        String terminal = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        return of(new FileOutputStream(FileDescriptor.out),
                terminal == null ? Charset.defaultCharset() : Charset.forName(terminal));
    }

    /** Another stream instead; each line is written at once. */
    public static PrintStream of(OutputStream out, Charset charset) {
        return new PrintStream(new StandardOutput(new BufferedOutputStream(out)), true, charset);
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

    private interface Step {
        void take() throws IOException;
    }

    private static void attempt(Step step) {
        try {
            step.take();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }
}
