package campus.cli.teacher;

import campus.base.Durations;
import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.ledger.Purge;
import campus.classroom.ledger.RequestLog;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code teacher purge}: deletes data that is older than a date. */
@Command(name = "purge", description = "Delete data that is older than a date: closed codes, counts of refusals, lines"
        + " of the request log.",
        footer = {"", "A code that may still be redeemed stays, and so does one whose result or mail",
            "waits. The file of results (ok.txt) and mails in a folder are not touched."})
final class TeacherPurgeCommand implements Callable<Integer> {

    @ParentCommand
    private TeacherCommand teacher;

    @Option(names = "--before", required = true, paramLabel = "DATE",
            description = "The first day that is kept, such as 2026-11-21; days are those of UTC.")
    private String before;

    @Option(names = "--dry-run", description = "Only print what would be deleted.")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
        LocalDate date = date();
        return teacher.withLedger((settings, ledger) -> purge(settings, ledger, date));
    }

    private LocalDate date() {
        try {
            return LocalDate.parse(before);
        } catch (DateTimeParseException e) {
            throw new SettingException("--before " + before + " cannot be used: accepted is a date such as 2026-11-21");
        }
    }

    private void purge(Settings settings, LedgerDatabase ledger, LocalDate date) throws SQLException, IOException {
        RequestLog requests = new RequestLog(settings.path("campus.teacher.petitions"), Durations.CLOCK);
        Purge purge = new Purge(ledger, requests, date, Durations.CLOCK);
        Purge.Purged purged = dryRun ? purge.preview() : purge.run();
        String done = (dryRun ? "would delete: " : "deleted: ") + purged.codes() + " codes, " + purged.refusals()
                + " refusals, " + purged.requests() + " requests, older than " + date
                + " 00:00 UTC; left alone: " + settings.text("campus.teacher.results");
        System.out.println(teacher.language().text(done));
    }
}
