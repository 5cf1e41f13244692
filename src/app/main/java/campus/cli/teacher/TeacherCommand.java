package campus.cli.teacher;

import campus.app.CampusCamel;
import campus.app.CommandCamel;
import campus.app.CommandOptions;
import campus.base.Settings;
import campus.classroom.ledger.LedgerDatabase;
import campus.cli.language.Language;
import campus.cli.options.ExitCode;
import campus.cli.options.PropertyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code teacher}: the commands that read or purge the ledger of {@code run}, while it runs or not. */
@Command(name = "teacher", description = "Show, export and purge the data of a class, and check its roster.",
        subcommands = {TeacherStatusCommand.class, TeacherExportCommand.class, TeacherPurgeCommand.class,
            TeacherRosterCommand.class},
        footer = {"", "Uses the properties and the ledger of run, whether it is running or not.",
            "Exit codes: 0 done, 1 failed, 2 usage or property, or no ledger yet."})
public final class TeacherCommand {

    @ParentCommand
    private PropertyOptions campus;

    /** The work of a subcommand. */
    @FunctionalInterface
    interface Work {

        void on(Settings settings, LedgerDatabase ledger) throws Exception;
    }

    /** The language of what the commands say. */
    Language language() {
        return campus.language();
    }

    /** Opens the ledger for the work; the exit code. */
    int withLedger(Work work) throws Exception {
        try (CampusCamel main = new CommandCamel(CommandOptions.of(campus.properties()))) {
            main.init();
            Settings settings = main.settings();
            try (LedgerDatabase ledger = LedgerDatabase.openExisting(settings.text("campus.ledger.url"))) {
                work.on(settings, ledger);
            }
        }
        return ExitCode.OK;
    }
}
