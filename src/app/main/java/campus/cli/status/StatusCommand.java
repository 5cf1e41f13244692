package campus.cli.status;

import campus.app.CampusCamel;
import campus.app.CommandCamel;
import campus.cli.options.ExitCode;
import campus.cli.options.ReconnectingCommand;
import campus.cli.options.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** {@code status}: prints the broker's own figures as a table. */
@Command(name = "status", description = "Print the figures that a broker publishes about itself under $SYS: clients,"
        + " messages and bytes in and out.",
        footer = {"", "A dash is a figure that the broker does not publish.",
            "Exit codes: 0 printed, 1 no figures or failed, 2 usage, 4 refused by the broker."})
public final class StatusCommand extends ReconnectingCommand {

    @Option(names = {"-W", "--wait"}, paramLabel = "SECONDS", defaultValue = "5",
            description = "Longest wait for figures (default: ${DEFAULT-VALUE}).")
    private Long seconds;

    @Option(names = "--watch", description = "Print them again each time the broker publishes them, with the growth"
            + " per second, until Ctrl-C.")
    private boolean watch;

    private int printed;

    @Override
    public Integer call() throws Exception {
        Duration wait = Duration.ofSeconds(positive("-W", seconds));
        StatusCollector figures = new StatusCollector();
        CommandCamel main = new CommandCamel(options(), CampusCamel.BROKER_STATUS);
        main.ended().thenRun(figures::stop);
        try (Signals.Command running = campus().signals().stop(() -> stop(figures, main)); main) {
            main.bind("figures", figures);
            if (!main.connect(wait, () -> { })) {
                if (figures.stopped()) {
                    return ExitCode.OK;
                }
                throw main.notConnected(wait);
            }
            Map<String, String> now = figures.first(StatusTable.topics(), wait);
            if (now.isEmpty()) {
                main.requireNotEnded();
                return figures.stopped() ? ExitCode.OK : noFigures();
            }
            print(StatusTable.lines(now, Map.of()));
            if (watch) {
                watch(figures, now);
                main.requireNotEnded();
            }
        }
        return ExitCode.OK;
    }

    private static void stop(StatusCollector figures, CommandCamel main) {
        figures.stop();
        main.giveUp();
    }

    private int noFigures() {
        complain("no figures came in " + seconds
                + " s: the broker publishes none, or this user may not read $SYS/#; see -u and -W");
        return ExitCode.FAILED;
    }

    private void watch(StatusCollector figures, Map<String, String> first) throws InterruptedException {
        Map<String, String> before = first;
        for (Map<String, String> now = figures.next(); !now.isEmpty(); now = figures.next()) {
            print(StatusTable.lines(now, before));
            before = now;
        }
    }

    /** Prints a table: on a terminal in the place of the last one, else below it. */
    private void print(List<String> lines) {
        if (printed > 0) {
            System.out.print(Ansi.AUTO.enabled() ? "\033[" + printed + "A\033[J" : System.lineSeparator());
        }
        lines.forEach(System.out::println);
        System.out.flush();
        printed = lines.size();
    }
}
