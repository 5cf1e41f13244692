package campus.cli.doctor;

import campus.link.LinkException;
import java.io.PrintStream;
import java.util.function.Function;
import org.apache.camel.util.function.ThrowingSupplier;
import picocli.CommandLine.Help.Ansi;

/** The results of the doctor: a line for each check, printed at once. */
final class DoctorReport {

    private final PrintStream out;
    private int wrong;

    DoctorReport(PrintStream out) {
        this.out = out;
    }

    void ok(String what, String detail) {
        print("@|green ok  |@", what, detail);
    }

    /** A check that passed, but could be better. */
    void warning(String what, String why, String remedy) {
        print("@|yellow warn|@", what, why + " -> " + remedy);
    }

    void wrong(String what, String why, String remedy) {
        wrong++;
        print("@|red,bold FAIL|@", what, why + " -> " + remedy);
    }

    /** A check that was not tried, or whose result cannot be known. */
    void unknown(String what, String why) {
        print("@|faint --  |@", what, why);
    }

    /** How a failure is shown: {@link #wrong}, or {@link #warning}. */
    @FunctionalInterface
    interface Failure {

        void tell(String what, String why, String remedy);
    }

    /** Tries a step, and tells what it gives or its failure; returns whether it succeeded. */
    boolean step(String what, ThrowingSupplier<String, LinkException> step, Function<LinkException, String> remedy,
            Failure failure) {
        try {
            ok(what, step.get());
            return true;
        } catch (LinkException e) {
            boolean tls = e.getMessage().startsWith("TLS: ") && !e.remedy().isEmpty();
            failure.tell(what, e.getMessage() + (tls ? ": " + e.remedy() : ""), remedy.apply(e));
            return false;
        }
    }

    /** The number of things that are wrong; prints it as the last line. */
    int close() {
        out.println();
        out.println(wrong == 0 ? "nothing is wrong" : wrong == 1 ? "1 thing is wrong" : wrong + " things are wrong");
        return wrong;
    }

    private void print(String verdict, String what, String detail) {
        out.printf("%s  %-46s  %s%n", Ansi.AUTO.string(verdict), what, detail);
    }
}
