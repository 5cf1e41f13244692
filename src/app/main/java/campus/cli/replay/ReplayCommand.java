package campus.cli.replay;

import campus.app.CampusCamel;
import campus.app.CommandCamel;
import campus.base.SettingException;
import campus.cli.options.Publisher;
import campus.cli.options.ReconnectingCommand;
import campus.cli.options.Signals;
import campus.mqtt.TopicFilter;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: publishes the messages in a view's file again. */
@Command(name = "replay", description = "Publish the messages in a view's file again, with the time between them.",
        footer = {"", "Exit codes: 0 published (QoS 1 and 2: and acknowledged), 1 failed or lines were skipped,",
            "2 usage, 4 refused by the broker."})
public final class ReplayCommand extends ReconnectingCommand {

    @Parameters(paramLabel = "FILE", description = "Lines as a view writes them, gzip or not; - is standard input.")
    private String file;

    @Option(names = "--speed", paramLabel = "SPEED", defaultValue = "1",
            description = "Speed relative to the original, such as 10 or 0.5; 0 or max: without waiting"
                    + " (default: ${DEFAULT-VALUE}).")
    private String speed;

    @Option(names = "--topic-prefix", paramLabel = "PREFIX", defaultValue = "",
            description = "Put before each topic, such as copy/.")
    private String prefix;

    @Override
    public Integer call() throws Exception {
        double times = speed();
        requirePrefix();
        // Lines of QoS 2 need it.
        CommandCamel main = new CommandCamel(options().resuming(), CampusCamel.PUBLISH);
        int code;
        try (ReplayFile source = ReplayFile.open(file); main) {
            main.start();
            Publisher publisher = Publisher.of(main, source.input()::stop, this::tell);
            try (Signals.Command running = campus().signals().stop(publisher::stop)) {
                code = new Replay(publisher, times, prefix, this::tell).run(source.lines());
            } catch (IOException e) {
                throw ReplayFile.unreadable(file, e);
            }
        }
        main.requireNotEnded();
        return code;
    }

    private void tell(String problem) {
        complain(file + ": " + problem);
    }

    private double speed() {
        if (speed.equals("max")) {
            return 0;
        }
        if (!speed.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            throw new SettingException("--speed " + speed + " cannot be used: accepted is a number such as 10 or 0.5,"
                    + " or max");
        }
        return Double.parseDouble(speed);
    }

    private void requirePrefix() {
        if (!TopicFilter.isTopicName(prefix + "x")) {
            throw new SettingException("--topic-prefix '" + prefix + "' cannot be used: accepted is the beginning of a"
                    + " topic name, without + and #");
        }
    }
}
