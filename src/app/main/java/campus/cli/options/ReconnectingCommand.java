package campus.cli.options;

import java.util.Map;
import picocli.CommandLine.Option;

/** A command whose connection lasts: if it is lost, the command connects again. */
public abstract class ReconnectingCommand extends ClientCommand {

    @Option(names = "--no-reconnect",
            description = "End with the reason if the connection is lost, instead of connecting again.")
    private boolean once;

    @Override
    final Map<String, String> further() {
        return once ? Map.of("campus.link.retry", "never") : Map.of();
    }
}
