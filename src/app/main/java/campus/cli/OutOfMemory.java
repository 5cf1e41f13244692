package campus.cli;

import campus.cli.options.ExitCode;
import java.util.function.IntConsumer;

/**
 * Ends the program if a thread dies of an {@link OutOfMemoryError}: what is left would hold its ports, answer nobody
 * and not stop on a signal. Best effort, as a library may catch the error.
 *
 * @param halt ends the process with an exit code at once, without hooks: they may need memory
 */
record OutOfMemory(IntConsumer halt) implements Thread.UncaughtExceptionHandler {

    @Override
    public void uncaughtException(Thread thread, Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            try {
                System.err.println("campus: out of memory (" + cause.getMessage() + "): start Java with a larger -Xmx");
            } finally {
                halt.accept(ExitCode.FAILED);
            }
        } else {
            System.err.print("Exception in thread \"" + thread.getName() + "\" ");
            cause.printStackTrace();
        }
    }
}
