package campus.cli.options;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Makes Ctrl-C and SIGTERM stop a command as it stops by itself, with exit code 0; if it has stopped by itself before,
 * with its own. A JVM that a signal ends exits with 128 or more, unless a shutdown hook halts it before.
 */
public final class Signals {

    /** A little more than camel.main.shutdown-timeout, the time for messages in flight. */
    private static final long STOP_SECONDS = 10;

    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private volatile boolean exits;
    private volatile Thread hook;

    /** A command that a signal stops, until this is closed. */
    public final class Command implements AutoCloseable {

        private final CompletableFuture<Integer> ended = new CompletableFuture<>();
        private final Runnable stop;
        private final Runnable last;

        private Command(Runnable stop, Runnable last) {
            this.stop = stop;
            this.last = last;
        }

        private void onSignal() {
            if (ended.isDone()) {
                Runtime.getRuntime().halt(inTime(code));
            }
            stop.run();
            int result = inTime(ended);
            last.run();
            Runtime.getRuntime().halt(result);
        }

        /** The command has ended. */
        @Override
        public void close() {
            ended.complete(ExitCode.OK);
            if (!exits) {
                forget();
            }
        }
    }

    private static int inTime(CompletableFuture<Integer> code) {
        return code.completeOnTimeout(ExitCode.FAILED, STOP_SECONDS, TimeUnit.SECONDS).join();
    }

    /**
     * Runs the program and ends the JVM with its exit code, which counts also if a signal comes when the command has
     * ended and its connection closes.
     */
    public void exit(IntSupplier program) {
        exits = true;
        try {
            code.complete(program.getAsInt());
        } finally {
            code.complete(ExitCode.FAILED);
        }
        forget();
        System.exit(code.join());
    }

    /**
     * Begins: a signal calls {@code stop}, and the JVM exits when the result is closed.
     *
     * @param stop makes the command end; must not block
     */
    public Command stop(Runnable stop) {
        return stop(stop, () -> { });
    }

    /**
     * Begins, as {@link #stop(Runnable)}.
     *
     * @param last is called before a signal ends the JVM, also if the command has not stopped in time
     */
    public Command stop(Runnable stop, Runnable last) {
        Command command = new Command(stop, last);
        hook = new Thread(command::onSignal, "stop-on-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        return command;
    }

    /** Other hooks should have their time if no signal has come. */
    private void forget() {
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException e) {
            // A signal has come, and the hook ends the JVM.
        }
    }
}
