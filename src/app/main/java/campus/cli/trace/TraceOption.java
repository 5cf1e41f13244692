package campus.cli.trace;

import campus.cli.language.Language;
import campus.link.wire.PacketListener;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --trace}: prints each MQTT packet of a command, one line each, and their sums when it is closed. */
public final class TraceOption implements PacketListener, AutoCloseable {

    private static final Clock CLOCK = Clock.systemDefaultZone();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(CLOCK.getZone());

    @Option(names = "--trace",
            description = "Print each MQTT packet to standard error, and at the end a table of packets and bytes.")
    private boolean given;

    private Optional<TraceSummary> summary = Optional.empty();

    /**
     * Begins a trace if the option was given.
     *
     * @param language of the sums; the words of a packet are those of the protocol
     * @return prints the packets; empty if the option was not given
     */
    public Optional<PacketListener> begin(Language language) {
        summary = given ? Optional.of(new TraceSummary(language)) : Optional.empty();
        return summary.map(begun -> this);
    }

    @Override
    public synchronized void packet(String link, boolean sent, byte[] packet) {
        Instant begin = CLOCK.instant();
        PacketDescription description = PacketDescription.of(packet);
        // A packet is sent when this method returns, so the time to describe it is not part of the round trip.
        Instant at = sent ? CLOCK.instant() : begin;
        summary.orElseThrow().add(sent, description, at);
        System.err.println(String.format(Locale.ROOT, "%s  %s %-11s %6d B  %s", TIME.format(at), sent ? "->" : "<-",
                description.type(), description.size(), description.details()).stripTrailing());
    }

    /** Prints the sums; call it when there are no more packets. */
    @Override
    public synchronized void close() {
        summary.ifPresent(sums -> sums.lines().forEach(System.err::println));
    }
}
