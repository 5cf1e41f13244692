package campus.cli;

import campus.app.RunCamel;
import campus.cli.options.ExitCode;
import campus.cli.options.Signals;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.LogManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code run}: every enabled route, and the embedded broker if enabled, until Ctrl-C or SIGTERM. */
@Command(name = "run", description = "Run every enabled route, and the embedded broker if enabled (the default).",
        footer = {"", "Ends with Ctrl-C or SIGTERM: finishes messages in flight, stops within 10 s, exit code 0."})
final class RunCommand implements Callable<Integer> {

    @ParentCommand
    private CampusCommand campus;

    @Override
    public Integer call() throws Exception {
        return run(campus.properties(), campus.signals());
    }

    /** Runs until a signal; the exit code. */
    static int run(Map<String, String> options, Signals signals) throws Exception {
        RunCamel application = new RunCamel(options);
        try (Signals.Command running = signals.stop(application::completed, LogManager::shutdown);
             application) {
            application.run();
        }
        return ExitCode.OK;
    }
}
