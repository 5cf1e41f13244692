package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** Runs commands in this JVM, one at a time, and keeps the output of the last one. */
public final class CommandLine {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Runs a command to its end; the exit code. Afterwards the settings of the log are as before. */
    public int execute(String... arguments) {
        return execute(new PrintStream(out, true, UTF_8), arguments);
    }

    /** As above, with another standard output. */
    int execute(PrintStream output, String... arguments) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        out.reset();
        err.reset();
        System.setOut(output);
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

    /** The standard output of the last command. */
    public String out() {
        return out.toString(UTF_8);
    }

    /** The standard error of the last command. */
    public String err() {
        return err.toString(UTF_8);
    }
}
