package campus.cli.teacher;

import campus.base.Durations;
import campus.base.Json;
import campus.base.Settings;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.roster.ClassReport;
import campus.classroom.roster.ClassStatus;
import campus.classroom.roster.Roster;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code teacher status}: prints the numbers of a class. */
@Command(name = "status",
        description = "Print the numbers of enrolled, asking and certified students, and of refusals by reason.",
        footer = {"", "Numbers only: no DNI, no name. The JSON object also has the seconds from each code to",
            "its solution, and whether the code was asked for in private."})
final class TeacherStatusCommand implements Callable<Integer> {

    @ParentCommand
    private TeacherCommand teacher;

    @Option(names = "--json", description = "Print one JSON object instead of the table.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        return teacher.withLedger(this::print);
    }

    private void print(Settings settings, LedgerDatabase ledger) throws SQLException, IOException {
        ClassReport report = new ClassReport(ledger, Roster.existing(settings).dnis(), Durations.CLOCK);
        ClassStatus status = report.status();
        if (json) {
            ObjectNode object = Json.MAPPER.valueToTree(status);
            System.out.println(object.set("answered", Json.MAPPER.valueToTree(report.answered())));
            return;
        }
        Map<String, Long> table = new LinkedHashMap<>();
        table(status).forEach((what, number) -> table.put(teacher.language().text(what), number));
        int width = table.keySet().stream().mapToInt(String::length).max().orElse(0);
        table.forEach((what, number) -> System.out.printf("%-" + width + "s %8d%n", what, number));
    }

    private static Map<String, Long> table(ClassStatus status) {
        Map<String, Long> table = new LinkedHashMap<>();
        table.put("enrolled", status.enrolled());
        table.put("asked", status.asked());
        table.put("certified", status.certified());
        table.put("open codes", status.openCodes());
        table.put("mails sent", status.mails().sent());
        table.put("mails waiting", status.mails().waiting());
        table.put("mails given up", status.mails().givenUp());
        table.put("no address", status.mails().none());
        table.put("4th or later", status.repeated());
        status.refused().forEach(refused ->
                table.put(refused.what() + "s refused: " + refused.reason(), refused.times()));
        return table;
    }
}
