package campus.cli.trace;

import campus.cli.language.Language;
import campus.link.wire.PacketListener;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --trace}: prints the packets of a command, and their sums when it is closed. */
public final class TraceOption implements AutoCloseable {

    @Option(names = "--trace",
            description = "Print each MQTT packet to standard error, and at the end a table of packets and bytes.")
    private boolean given;

    private Optional<Trace> trace = Optional.empty();

    /**
     * Begins a trace if the option was given.
     *
     * @param connections number of connections that the command makes; if it is more than one, each line has the name
     *                    of its connection
     * @param language    of the sums
     * @return prints the packets; empty if the option was not given
     */
    public Optional<PacketListener> begin(int connections, Language language) {
        if (given) {
            trace = Optional.of(new Trace(System.err, Clock.systemDefaultZone(), connections > 1, language));
        }
        return trace.map(listener -> listener);
    }

    /** Prints the sums; call it when there are no more packets. */
    @Override
    public void close() {
        trace.ifPresent(Trace::close);
    }
}
