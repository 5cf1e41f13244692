package campus.cli.teacher;

import campus.app.CampusCamel;
import campus.app.CommandCamel;
import campus.app.CommandOptions;
import campus.base.ConfigFile;
import campus.base.Durations;
import campus.base.Json;
import campus.base.PrivateFile;
import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.ledger.Purge;
import campus.classroom.ledger.RequestLog;
import campus.classroom.roster.ClassCsv;
import campus.classroom.roster.ClassReport;
import campus.classroom.roster.ClassStatus;
import campus.classroom.roster.Roster;
import campus.cli.language.Language;
import campus.cli.options.ExitCode;
import campus.cli.options.PropertyOptions;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.util.function.ThrowingBiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code teacher}: the commands that read or purge the ledger of {@code run}, while it runs or not. */
@Command(name = "teacher", description = "Show, export and purge the data of a class, and check its roster.",
        subcommands = TeacherCommand.RosterCommand.class,
        footer = {"", "Uses the properties and the ledger of run, whether it is running or not.",
            "Exit codes: 0 done, 1 failed, 2 usage or property, or no ledger yet."})
public final class TeacherCommand {

    @ParentCommand
    private PropertyOptions campus;

    /** {@code teacher status}: prints the numbers of a class. */
    @Command(name = "status",
            description = "Print the numbers of enrolled, asking and certified students, and of refusals by reason.",
            footer = {"", "Numbers only: no DNI, no name. The JSON object also has the seconds from each code to",
                "its solution, and whether the code was asked for in private."})
    int status(@Option(names = "--json", description = "Print one JSON object instead of the table.") boolean json)
            throws Exception {
        return withLedger((settings, ledger) -> {
            ClassReport report = report(settings, ledger);
            ClassStatus status = report.status();
            if (json) {
                ObjectNode object = Json.MAPPER.valueToTree(status);
                System.out.println(object.set("answered", Json.MAPPER.valueToTree(report.answered())));
            } else {
                print(status);
            }
        });
    }

    private void print(ClassStatus status) {
        Map<String, Long> table = new LinkedHashMap<>();
        table(status).forEach((what, number) -> table.put(campus.language().text(what), number));
        int width = table.keySet().stream().mapToInt(String::length).max().orElse(0);
        table.forEach((what, number) -> System.out.printf("%-" + width + "s %8d%n", what, number));
    }

    private static Map<String, Long> table(ClassStatus status) {
        Map<String, Long> table = new LinkedHashMap<>();
        table.put("enrolled", status.enrolled());
        table.put("asked", status.asked());
        table.put("certified", status.certified());
        table.put("not on the roster", status.others());
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

    /** {@code teacher export}: writes the class as a table, one student or certificate per line. */
    @Command(name = "export", description = "Write the class as a table: dni, asked_at, certified_at, name, email,"
            + " code, seconds, private, certificate, mail.",
            footer = {"", "Every enrolled DNI, and each other one that has a code; a line for each certificate of",
                "one. seconds: from the code to its solution; private: whether the code was asked for",
                "with a Response Topic. RFC 4180 in UTF-8, times in UTC. Text that begins like a",
                "formula (= + - @) gets a ' in front, so that no spreadsheet computes it."})
    int export(@Option(names = "--csv", description = "Comma-separated values; the only format there is.") boolean csv,
            @Option(names = "--force", description = "Replace FILE if it exists.") boolean force,
            @Parameters(paramLabel = "FILE", arity = "0..1",
                    description = "File that only you may read (default: standard output).") Path file)
            throws Exception {
        if (file != null && (Files.isDirectory(file) || Files.exists(file) && !force)) {
            throw new SettingException(file + (Files.isDirectory(file)
                    ? " exists: give another name, this is a folder"
                    : " exists: give another name, or --force to replace it"));
        }
        return withLedger((settings, ledger) -> {
            StringBuilder text = new StringBuilder();
            ClassCsv.write(report(settings, ledger).members(), text);
            if (file == null) {
                System.out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                System.out.flush();
            } else {
                save(file, text.toString());
            }
        });
    }

    private static void save(Path file, String text) {
        try {
            PrivateFile.write(file, text);
        } catch (IOException e) {
            throw new SettingException(file + " cannot be written (" + ConfigFile.reason(e)
                    + "): give the path of a file");
        }
    }

    /** {@code teacher purge}: deletes data that is older than a date. */
    @Command(name = "purge", description = "Delete data that is older than a date: closed codes, counts of refusals,"
            + " lines of the request log.",
            footer = {"", "A code that may still be redeemed stays, and so does one whose result or mail",
                "waits. The file of results (ok.txt) and mails in a folder are not touched."})
    int purge(@Option(names = "--before", required = true, paramLabel = "DATE",
            description = "The first day that is kept, such as 2026-11-21, up to tomorrow; days are those of UTC.")
            String before,
            @Option(names = "--dry-run", description = "Only print what would be deleted.") boolean dryRun)
            throws Exception {
        LocalDate date = date(before);
        return withLedger((settings, ledger) -> {
            RequestLog requests = new RequestLog(settings.path("campus.teacher.petitions"), Durations.CLOCK);
            Purge purge = new Purge(ledger, requests, date, Durations.CLOCK);
            Purge.Purged purged = dryRun ? purge.preview() : purge.run();
            String mail = settings.text("campus.teacher.mail.to");
            String done = (dryRun ? "would delete: " : "deleted: ") + purged.codes() + " codes, " + purged.refusals()
                    + " refusals, " + purged.requests() + " requests, older than " + date
                    + " 00:00 UTC; left alone: " + settings.text("campus.teacher.results")
                    + (mail.startsWith("file:") ? ", " + mail.replaceFirst("file:(//)?([^?]*).*", "$2") : "");
            System.out.println(campus.language().text(done));
        });
    }

    /** With a later day, a slip of a digit would delete the class of today. */
    private static LocalDate date(String before) {
        try {
            LocalDate date = LocalDate.parse(before);
            if (!date.isAfter(LocalDate.now(Durations.CLOCK).plusDays(1))) {
                return date;
            }
        } catch (DateTimeParseException e) {
            // As a date that is too late.
        }
        throw new SettingException("--before " + before + " cannot be used: accepted is a date such as 2026-11-21,"
                + " up to tomorrow");
    }

    /** Opens the ledger for the work; the exit code. */
    private int withLedger(ThrowingBiConsumer<Settings, LedgerDatabase, Exception> work) throws Exception {
        try (CampusCamel main = new CommandCamel(CommandOptions.of(campus.properties()))) {
            main.init();
            Settings settings = main.settings();
            try (LedgerDatabase ledger = LedgerDatabase.openExisting(settings.text("campus.ledger.url"))) {
                work.accept(settings, ledger);
            }
        }
        return ExitCode.OK;
    }

    private static ClassReport report(Settings settings, LedgerDatabase ledger) {
        return new ClassReport(ledger, Roster.existing(settings).dnis(), Durations.CLOCK);
    }

    /** {@code teacher roster}: checks the list of enrolled students. */
    @Command(name = "roster", description = "Check a list of enrolled students.")
    static final class RosterCommand {

        @ParentCommand
        private TeacherCommand teacher;

        @Command(name = "check", description = "Read a roster as the teacher does, and name each line that is wrong.",
                footer = {"", "One DNI per line, # begins a comment. A line is wrong if it has no DNI, a wrong",
                    "letter, or a DNI of a line above (12345678 and 12.345.678-Z are the same).",
                    "Exit codes: 0 all well, 1 lines to correct, 2 no such file."})
        int check(@Parameters(paramLabel = "FILE",
                description = "A roster; it is not changed.") Path file) {
            Roster.Content content = Roster.read(file);
            int problems = content.problems().size();
            Language language = teacher.campus.language();
            content.problems().forEach(problem -> System.out.println(language.text(problem.text())));
            System.out.println(language.text(file + ": " + content.dnis().size() + " enrolled, " + (problems == 1
                    ? "1 line to correct" : problems + " lines to correct")));
            if (content.wrong().isPresent()) {
                System.out.println(language.text("the teacher reads no roster with a wrong DNI in it"));
            }
            return problems == 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
