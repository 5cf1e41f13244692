package campus.cli.options;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes Ctrl-C and SIGTERM stop a command as it stops by itself, with exit code 0. A JVM that a signal ends would exit
 * with 128 or more; only a shutdown hook can change the code.
 */
public final class Signals implements AutoCloseable {

    /** A little more than camel.main.shutdown-timeout, the time for messages in flight. */
    private static final long STOP_SECONDS = 10;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable last;

    private Signals(Runnable last) {
        this.last = last;
    }

    /**
     * Begins: a signal calls {@code stop}, and the JVM exits when the result is closed.
     *
     * @param stop makes the command end; must not block
     */
    public static Signals stop(Runnable stop) {
        return stop(stop, () -> { });
    }

    /**
     * Begins, as {@link #stop(Runnable)}.
     *
     * @param last is called before a signal ends the JVM, also if the command has not stopped in time
     */
    public static Signals stop(Runnable stop, Runnable last) {
        Signals signals = new Signals(last);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signals.onSignal(stop), "stop-on-signal"));
        return signals;
    }

    private void onSignal(Runnable stop) {
        if (ended.getCount() == 0) {
            return;
        }
        stop.run();
        boolean inTime = false;
        try {
            inTime = ended.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        last.run();
        Runtime.getRuntime().halt(inTime ? ExitCode.OK : ExitCode.FAILED);
    }

    /** The command has ended. */
    @Override
    public void close() {
        ended.countDown();
    }
}
