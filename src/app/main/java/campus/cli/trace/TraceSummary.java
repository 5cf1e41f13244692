package campus.cli.trace;

import campus.cli.language.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sums of a command's packets: packets and bytes by type and direction, bytes of payload and of the protocol, and
 * the round trips, each a request of this side with the broker's answer.
 */
final class TraceSummary {

    /** The request of each type of answer (MQTT 5 section 3). */
    private static final Map<String, String> REQUESTS = Map.of("CONNACK", "CONNECT", "SUBACK", "SUBSCRIBE",
            "UNSUBACK", "UNSUBSCRIBE", "PINGRESP", "PINGREQ", "PUBACK", "PUBLISH", "PUBREC", "PUBLISH",
            "PUBREL", "PUBREC", "PUBCOMP", "PUBREL");

    private record Request(String type, int identifier) {
    }

    private static final class Count {

        private long packets;
        private long bytes;

        private void add(int size) {
            packets++;
            bytes += size;
        }
    }

    private static final class RoundTrip {

        private long count;
        private Duration sum = Duration.ZERO;
        private Duration longest = Duration.ZERO;

        private void add(Duration time) {
            count++;
            sum = sum.plus(time);
            longest = time.compareTo(longest) > 0 ? time : longest;
        }
    }

    private final Map<String, Count> sent = new LinkedHashMap<>();
    private final Map<String, Count> received = new LinkedHashMap<>();
    private final Map<String, RoundTrip> roundTrips = new LinkedHashMap<>();
    private final Map<Request, Instant> waiting = new HashMap<>();
    private final List<String> types = new ArrayList<>();
    private final Language language;
    private long application;

    /** @param language of the table */
    TraceSummary(Language language) {
        this.language = language;
    }

    /** A packet that was sent, or received, at that time. */
    void add(boolean isSent, PacketDescription packet, Instant at) {
        if (!types.contains(packet.type())) {
            types.add(packet.type());
        }
        (isSent ? sent : received).computeIfAbsent(packet.type(), type -> new Count()).add(packet.size());
        application += packet.payload();
        if (isSent) {
            asked(packet, at);
        } else {
            answered(packet, at);
        }
    }

    private void asked(PacketDescription packet, Instant at) {
        if (packet.type().equals("CONNECT")) {
            // No answer comes on another connection.
            waiting.clear();
        }
        boolean answerless = packet.type().equals("PUBLISH") && packet.qos() == 0;
        if (REQUESTS.containsValue(packet.type()) && !answerless) {
            waiting.put(new Request(packet.type(), packet.identifier()), at);
        }
    }

    private void answered(PacketDescription packet, Instant at) {
        String request = REQUESTS.get(packet.type());
        Instant since = request == null ? null : waiting.remove(new Request(request, packet.identifier()));
        if (since != null) {
            roundTrips.computeIfAbsent(request + " -> " + packet.type(), pair -> new RoundTrip())
                    .add(Duration.between(since, at));
        }
    }

    /** A table; empty if there was no packet. */
    List<String> lines() {
        if (types.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(format("%-22s %17s %17s", "MQTT", text("sent"), text("received")));
        lines.add(format("%-22s %8s %8s %8s %8s", "", text("packets"), "bytes", text("packets"), "bytes"));
        types.forEach(type -> lines.add(row(type, sent.get(type), received.get(type))));
        Count allSent = total(sent);
        Count allReceived = total(received);
        lines.add(row("total", allSent, allReceived));
        long bytes = allSent.bytes + allReceived.bytes;
        lines.add("");
        lines.add(format("%-22s %8d bytes  %5.1f %%", text("application (payload)"), application,
                percent(application, bytes)));
        lines.add(format("%-22s %8d bytes  %5.1f %%", text("protocol overhead"), bytes - application,
                percent(bytes - application, bytes)));
        lines.add("");
        lines.add(format("%-22s %8s %8s %8s", text("round trips"), text("count"), text("mean ms"), text("max ms")));
        roundTrips.forEach((pair, trip) -> lines.add(format("%-22s %8d %8.1f %8.1f", pair, trip.count,
                millis(trip.sum) / trip.count, millis(trip.longest))));
        lines.add(format("%-22s %8d", "total", roundTrips.values().stream().mapToLong(trip -> trip.count).sum()));
        return lines;
    }

    private String text(String english) {
        return language.text(english);
    }

    private static Count total(Map<String, Count> counts) {
        Count total = new Count();
        counts.values().forEach(count -> {
            total.packets += count.packets;
            total.bytes += count.bytes;
        });
        return total;
    }

    private static String row(String name, Count sent, Count received) {
        return format("%-22s %8s %8s %8s %8s", name, packets(sent), bytes(sent), packets(received), bytes(received));
    }

    private static String packets(Count count) {
        return count == null ? "-" : Long.toString(count.packets);
    }

    private static String bytes(Count count) {
        return count == null ? "-" : Long.toString(count.bytes);
    }

    private static double percent(long part, long whole) {
        return 100.0 * part / whole;
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
