package campus.cli.teacher;

import campus.classroom.roster.Roster;
import campus.cli.language.Language;
import campus.cli.options.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code teacher roster}: checks the list of enrolled students. */
@Command(name = "roster", description = "Check a list of enrolled students.")
final class TeacherRosterCommand {

    @ParentCommand
    private TeacherCommand teacher;

    @Command(name = "check", description = "Read a roster as the teacher does, and name each line that is wrong.",
            footer = {"", "One DNI per line, # begins a comment. A line is wrong if it has no DNI, a wrong",
                "letter, or a DNI of a line above (12345678 and 12.345.678-Z are the same).",
                "Exit codes: 0 all well, 1 lines to correct, 2 no such file."})
    int check(@Parameters(paramLabel = "FILE",
            description = "A roster; it is not changed.") Path file) {
        List<String> problems = new ArrayList<>();
        int enrolled = Roster.read(file, problems::add, problems::add).size();
        Language language = teacher.language();
        problems.stream().map(language::text).forEach(System.out::println);
        System.out.println(language.text(file + ": " + enrolled + " enrolled, " + problems.size()
                + " lines to correct"));
        return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
}
