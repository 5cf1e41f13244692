package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/**
 * Runs commands in this JVM, several at a time: each has streams of its own, by which thread began it. What the program
 * logs to standard error, warnings and errors, is in it: the level, a blank and the message.
 */
public final class CommandLines implements AutoCloseable {

    private final InheritableThreadLocal<Started> current = new InheritableThreadLocal<>();
    private final InputStream realIn = System.in;
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final Log log = new Log();

    /** A command that runs, or has ended. */
    public static final class Started {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final CompletableFuture<Integer> code = new CompletableFuture<>();
        private final InputStream in;
        private Thread thread;

        private Started(InputStream in) {
            this.in = in;
        }

        /** Its exit code, if it has ended. */
        public CompletableFuture<Integer> code() {
            return code;
        }

        /** Its standard output until now. */
        public String out() {
            return out.toString(UTF_8);
        }

        /** The lines of its standard error until now. */
        public List<String> err() {
            return err.toString(UTF_8).lines().toList();
        }

        /** Ends it, if it waits. */
        public void interrupt() {
            thread.interrupt();
        }
    }

    /** Takes the streams of this JVM, until it is closed. */
    public CommandLines() {
        System.setIn(new In());
        System.setOut(new PrintStream(new Out(started -> started.out, realOut), true, UTF_8));
        System.setErr(new PrintStream(new Out(started -> started.err, realErr), true, UTF_8));
        log.start();
    }

    /** Starts a command with this standard input. */
    public Started start(InputStream in, String... arguments) {
        Started started = new Started(in);
        started.thread = new Thread(() -> {
            current.set(started);
            try {
                started.code.complete(CampusCommand.execute(arguments));
            } catch (RuntimeException | Error e) {
                started.code.completeExceptionally(e);
            }
        }, String.join(" ", arguments));
        started.thread.setDaemon(true);
        started.thread.start();
        return started;
    }

    @Override
    public void close() {
        log.stop();
        System.setIn(realIn);
        System.setOut(realOut);
        System.setErr(realErr);
        System.clearProperty("campus.log.target");
        System.clearProperty("campus.log.level");
    }

    private final class In extends InputStream {

        @Override
        public int read() throws IOException {
            return current.get() == null ? realIn.read() : current.get().in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return current.get() == null ? realIn.read(bytes, offset, length)
                    : current.get().in.read(bytes, offset, length);
        }
    }

    private final class Out extends OutputStream {

        private final Function<Started, OutputStream> own;
        private final OutputStream real;

        private Out(Function<Started, OutputStream> own, OutputStream real) {
            this.own = own;
            this.real = real;
        }

        @Override
        public void write(int b) throws IOException {
            (current.get() == null ? real : own.apply(current.get())).write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            (current.get() == null ? real : own.apply(current.get())).write(bytes, offset, length);
        }
    }

    private final class Log extends AbstractAppender {

        private final Logger root = (Logger) LogManager.getRootLogger();

        private Log() {
            super("standard error of commands", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            if (current.get() != null && event.getLevel().isMoreSpecificThan(Level.WARN)) {
                System.err.println(event.getLevel() + " " + event.getMessage().getFormattedMessage());
            }
        }

        @Override
        public void start() {
            super.start();
            root.addAppender(this);
        }

        @Override
        public void stop() {
            root.removeAppender(this);
            super.stop();
        }
    }
}
