package campus.cli.teacher;

import campus.base.Durations;
import campus.base.PrivateFile;
import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.roster.ClassCsv;
import campus.classroom.roster.ClassReport;
import campus.classroom.roster.Roster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code teacher export}: writes the class as a table, one student or certificate per line. */
@Command(name = "export", description = "Write the class as a table: dni, asked_at, certified_at, name, email, code,"
        + " seconds, private, certificate, mail.",
        footer = {"", "Every enrolled DNI, and each other one that has a code; a line for each certificate of",
            "one. seconds: from the code to its solution; private: whether the code was asked for",
            "with a Response Topic. RFC 4180 in UTF-8, times in UTC. Text that begins like a",
            "formula (= + - @) gets a ' in front, so that no spreadsheet computes it."})
final class TeacherExportCommand implements Callable<Integer> {

    @ParentCommand
    private TeacherCommand teacher;

    @Option(names = "--csv", description = "Comma-separated values; the only format there is.")
    private boolean csv;

    @Option(names = "--force", description = "Replace FILE if it exists.")
    private boolean force;

    @Parameters(paramLabel = "FILE", arity = "0..1",
            description = "File that only you may read (default: standard output).")
    private Path file;

    @Override
    public Integer call() throws Exception {
        if (file != null && (Files.isDirectory(file) || Files.exists(file) && !force)) {
            throw new SettingException(file + (Files.isDirectory(file)
                    ? " exists: give another name, this is a folder"
                    : " exists: give another name, or --force to replace it"));
        }
        return teacher.withLedger(this::export);
    }

    private void export(Settings settings, LedgerDatabase ledger) throws SQLException, IOException {
        StringBuilder text = new StringBuilder();
        ClassCsv.write(new ClassReport(ledger, Roster.existing(settings).dnis(), Durations.CLOCK).members(), text);
        if (file == null) {
            System.out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        } else {
            save(text.toString());
        }
    }

    private void save(String text) {
        try {
            PrivateFile.write(file, text);
        } catch (IOException e) {
            throw new SettingException(file + " cannot be written (" + e + "): give the path of a file");
        }
    }
}
