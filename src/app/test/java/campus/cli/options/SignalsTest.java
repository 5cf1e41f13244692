package campus.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A signal to a command, as a process. */
class SignalsTest {

    private static final int OWN = 5;

    /** A program whose command ends by the signal, or before it, and whose connection is closed by the end of input. */
    static final class Program {

        public static void main(String... args) {
            Signals signals = new Signals();
            signals.exit(() -> {
                try {
                    run(signals, args[0].equals("during"));
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return OWN;
            });
        }

        private static void run(Signals signals, boolean during) throws IOException, InterruptedException {
            CountDownLatch stopped = new CountDownLatch(1);
            try (Signals.Command running = signals.stop(stopped::countDown)) {
                if (during) {
                    System.out.println("waits");
                    stopped.await();
                }
            }
            System.out.println("waits");
            System.in.read();
        }
    }

    @Test
    void endsACommandWithCode0() throws Exception {
        assertThat(codeAfterASignal("during")).isEqualTo(ExitCode.OK);
    }

    /** For example {@code pub -l} at the end of its input: the connection is still closed, and takes a moment. */
    @Test
    void leavesTheCodeOfACommandThatHasEnded() throws Exception {
        assertThat(codeAfterASignal("after")).isEqualTo(OWN);
    }

    private static int codeAfterASignal(String when) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Program.class.getName(), when)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("waits");
            // Sends the signal, and then ends the input.
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
