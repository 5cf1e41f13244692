package campus.cli.trace;

import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --trace}: the packets of a command, for people. */
public final class TraceOption {

    @Option(names = "--trace",
            description = "Print each MQTT packet to standard error, and at the end a table of packets and bytes.")
    private boolean trace;

    /**
     * What prints the packets; empty where nobody asked for it.
     *
     * @param links how many connections the command makes: with more than one, each line says whose packet it is
     */
    public Optional<Trace> trace(int links) {
        return trace ? Optional.of(new Trace(System.err, Clock.systemDefaultZone(), links > 1)) : Optional.empty();
    }
}
