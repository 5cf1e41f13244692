package campus.cli.doctor;

import campus.cli.CommandLine;
import java.util.ArrayList;
import java.util.List;

/** What the doctor printed. */
record DoctorRun(int code, String text) {

    /** @param options of the command, each with its own blanks */
    static DoctorRun of(Object... options) {
        List<String> args = new ArrayList<>(List.of("doctor"));
        for (Object option : options) {
            args.addAll(List.of(option.toString().split(" ")));
        }
        CommandLine commands = new CommandLine();
        return new DoctorRun(commands.execute(args.toArray(String[]::new)), commands.out());
    }

    /** The line about something, with single blanks; empty if there is none. */
    String line(String what) {
        return text.lines().map(line -> line.replaceAll(" +", " "))
                .filter(line -> line.matches("(ok|warn|FAIL|--) \\Q" + what + "\\E .*")).findFirst().orElse("");
    }

    /** The lines that begin with a verdict. */
    List<String> lines(String verdict) {
        return text.lines().map(line -> line.replaceAll(" +", " ")).filter(line -> line.startsWith(verdict + " "))
                .toList();
    }
}
