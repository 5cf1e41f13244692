package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.options.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {

    private final List<Integer> halted = new ArrayList<>();
    private final OutOfMemory handler = new OutOfMemory(halted::add);

    @Test
    void anErrorOfMemoryEndsTheProcessWithExit1() throws InterruptedException {
        die(new OutOfMemoryError("Java heap space"));
        assertThat(halted).containsExactly(ExitCode.FAILED);
    }

    @Test
    void otherExceptionsEndTheirThreadOnly() throws InterruptedException {
        die(new IllegalStateException("expected by a test"));
        assertThat(halted).isEmpty();
    }

    private void die(Throwable cause) throws InterruptedException {
        Thread thread = new Thread(() -> {
            if (cause instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) cause;
        });
        thread.setUncaughtExceptionHandler(handler);
        thread.start();
        thread.join();
    }
}
