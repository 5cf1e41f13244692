package campus.cli.teacher;

import campus.app.CampusCamel;
import campus.app.CommandCamel;
import campus.base.Settings;
import campus.classroom.ledger.LedgerDatabase;
import campus.cli.options.ExitCode;
import campus.cli.options.PropertyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code teacher}: what a teacher does at the desk, on the ledger of {@code run}, while it runs or not. */
@Command(name = "teacher", description = "Look after a class: its state, its results, its roster, its data.",
        subcommands = {TeacherStatusCommand.class, TeacherExportCommand.class, TeacherPurgeCommand.class,
            TeacherRosterCommand.class},
        footer = {"", "Uses the properties of run and its ledger, whether it is running or not.",
            "Exit codes: 0 done, 1 failed, 2 usage or property, or no ledger yet."})
public final class TeacherCommand {

    @ParentCommand
    private PropertyOptions campus;

    /** What a subcommand does with the properties and the ledger. */
    @FunctionalInterface
    interface Work {

        void on(Settings settings, LedgerDatabase ledger) throws Exception;
    }

    int withLedger(Work work) throws Exception {
        try (CampusCamel main = new CommandCamel(campus.properties())) {
            main.init();
            Settings settings = main.settings();
            try (LedgerDatabase ledger = LedgerDatabase.openExisting(settings.text("campus.ledger.url"))) {
                work.on(settings, ledger);
            }
        }
        return ExitCode.OK;
    }
}
