package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** Runs commands within a test, one at a time, and keeps what the last one printed. */
public final class CommandLine {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Runs a command to its end, and takes back what it has set for its log; the exit code. */
    public int execute(String... arguments) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        out.reset();
        err.reset();
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
        try {
            return CampusCommand.execute(arguments);
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
            System.clearProperty("campus.log.target");
            System.clearProperty("campus.log.level");
        }
    }

    /** What stood on standard output so far. */
    public String out() {
        return out.toString(UTF_8);
    }

    /** What stood on standard error so far. */
    public String err() {
        return err.toString(UTF_8);
    }
}
