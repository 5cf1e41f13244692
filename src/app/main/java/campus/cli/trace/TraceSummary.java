package campus.cli.trace;

import campus.cli.language.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;

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

    /** Bytes of each packet, by type. */
    private final Map<String, LongSummaryStatistics> sent = new HashMap<>();
    private final Map<String, LongSummaryStatistics> received = new HashMap<>();
    /** Nanoseconds, by request and answer. */
    private final Map<String, LongSummaryStatistics> roundTrips = new LinkedHashMap<>();
    private final Map<Request, Instant> waiting = new HashMap<>();
    private final Set<String> types = new LinkedHashSet<>();
    private final Language language;
    private long application;

    /** @param language of the table */
    TraceSummary(Language language) {
        this.language = language;
    }

    /** A packet that was sent, or received, at that time. */
    void add(boolean isSent, PacketDescription packet, Instant at) {
        types.add(packet.type());
        count(isSent ? sent : received, packet.type(), packet.size());
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
            count(roundTrips, request + " -> " + packet.type(), Duration.between(since, at).toNanos());
        }
    }

    private static void count(Map<String, LongSummaryStatistics> counts, String key, long value) {
        counts.computeIfAbsent(key, first -> new LongSummaryStatistics()).accept(value);
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
        LongSummaryStatistics allSent = total(sent);
        LongSummaryStatistics allReceived = total(received);
        lines.add(row("total", allSent, allReceived));
        long bytes = allSent.getSum() + allReceived.getSum();
        lines.add("");
        lines.add(format("%-22s %8d bytes  %5.1f %%", text("application (payload)"), application,
                percent(application, bytes)));
        lines.add(format("%-22s %8d bytes  %5.1f %%", text("protocol overhead"), bytes - application,
                percent(bytes - application, bytes)));
        lines.add("");
        lines.add(format("%-22s %8s %8s %8s", text("round trips"), text("count"), text("mean ms"), text("max ms")));
        roundTrips.forEach((pair, nanos) -> lines.add(format("%-22s %8d %8.1f %8.1f", pair, nanos.getCount(),
                nanos.getAverage() / 1e6, nanos.getMax() / 1e6)));
        lines.add(format("%-22s %8d", "total", total(roundTrips).getCount()));
        return lines;
    }

    private String text(String english) {
        return language.text(english);
    }

    private static LongSummaryStatistics total(Map<String, LongSummaryStatistics> counts) {
        LongSummaryStatistics total = new LongSummaryStatistics();
        counts.values().forEach(total::combine);
        return total;
    }

    private static String row(String name, LongSummaryStatistics sent, LongSummaryStatistics received) {
        return format("%-22s", name) + packetsAndBytes(sent) + packetsAndBytes(received);
    }

    private static String packetsAndBytes(LongSummaryStatistics sizes) {
        return sizes == null ? format(" %8s %8s", "-", "-") : format(" %8d %8d", sizes.getCount(), sizes.getSum());
    }

    private static double percent(long part, long whole) {
        return 100.0 * part / whole;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
