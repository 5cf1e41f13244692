package campus.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import campus.cli.CampusCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What the doctor said. */
record DoctorRun(int code, String text) {

    /** @param options of the command, each with its own blanks */
    static DoctorRun of(Object... options) {
        List<String> args = new ArrayList<>(List.of("doctor"));
        for (Object option : options) {
            args.addAll(List.of(option.toString().split(" ")));
        }
        PrintStream real = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, UTF_8));
        try {
            return new DoctorRun(CampusCommand.execute(args.toArray(String[]::new)), out.toString(UTF_8));
        } finally {
            System.setOut(real);
            System.clearProperty("campus.log.target");
            System.clearProperty("campus.log.level");
        }
    }

    /** The line about something, with single blanks; empty where there is none. */
    String line(String what) {
        return text.lines().map(line -> line.replaceAll(" +", " "))
                .filter(line -> line.matches("(ok|warn|FAIL|--) \\Q" + what + "\\E .*")).findFirst().orElse("");
    }

    /** The lines that begin with a verdict. */
    List<String> lines(String verdict) {
        return text.lines().map(line -> line.replaceAll(" +", " ")).filter(line -> line.startsWith(verdict + " ")).toList();
    }
}
