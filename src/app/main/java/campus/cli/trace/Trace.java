package campus.cli.trace;

import campus.cli.language.Language;
import campus.link.wire.PacketListener;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints each MQTT packet of a command, one line each, and their sums at the end. */
final class Trace implements PacketListener, AutoCloseable {

    private final PrintStream out;
    private final Clock clock;
    private final boolean named;
    private final DateTimeFormatter time;
    private final TraceSummary summary;

    /**
     * @param named    whether each line names the connection
     * @param language of the sums; the words of a packet are those of the protocol
     */
    Trace(PrintStream out, Clock clock, boolean named, Language language) {
        this.out = out;
        this.clock = clock;
        this.named = named;
        this.summary = new TraceSummary(language);
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(clock.getZone());
    }

    @Override
    public synchronized void packet(String link, boolean sent, byte[] packet) {
        Instant begin = clock.instant();
        PacketDescription description = PacketDescription.of(packet);
        // A packet is sent when this method returns, so the time to describe it is not part of the round trip.
        Instant at = sent ? clock.instant() : begin;
        summary.add(link, sent, description, at);
        out.println(String.format(Locale.ROOT, "%s  %s%s %-11s %6d B  %s", time.format(at),
                named ? String.format("%-16s", link) : "", sent ? "->" : "<-", description.type(), description.size(),
                description.details()).stripTrailing());
    }

    @Override
    public synchronized void close() {
        summary.lines().forEach(out::println);
    }
}
