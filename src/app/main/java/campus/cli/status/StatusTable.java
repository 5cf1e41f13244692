package campus.cli.status;

import campus.base.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of a broker as a table, by the topics that Mosquitto has (mosquitto(8), "Broker status"): those of lab
 * sheet 1 and some more. A figure that the broker does not publish is a dash.
 */
final class StatusTable {

    private static final String ROOT = "$SYS/broker/";
    private static final String VERSION = ROOT + "version";
    private static final String UPTIME = ROOT + "uptime";
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,9}) seconds");
    private static final String UNKNOWN = "-";

    private static final List<Row> ROWS = List.of(
            new Row("clients connected", "clients/connected", false),
            new Row("clients inactive", "clients/disconnected", false),
            new Row("clients total", "clients/total", false),
            new Row("clients maximum", "clients/maximum", false),
            new Row("subscriptions", "subscriptions/count", false),
            new Row("messages received", "messages/received", true),
            new Row("messages sent", "messages/sent", true),
            new Row("publications received", "publish/messages/received", true),
            new Row("publications sent", "publish/messages/sent", true),
            new Row("bytes received", "bytes/received", true),
            new Row("bytes sent", "bytes/sent", true),
            new Row("messages retained", "retained messages/count", false),
            new Row("messages stored", "store/messages/count", false),
            new Row("heap bytes", "heap/current", false));

    /** @param total whether it is a count since the start, which has a growth per second */
    private record Row(String label, String name, boolean total) {

        String topic() {
            return ROOT + name;
        }
    }

    private StatusTable() {
    }

    /** The topics of its rows. */
    static Set<String> topics() {
        return Stream.concat(Stream.of(VERSION, UPTIME), ROWS.stream().map(Row::topic)).collect(Collectors.toSet());
    }

    /**
     * The lines of the table.
     *
     * @param now    figures by topic
     * @param before figures of the table before, for the growth per second; empty if there was none
     */
    static List<String> lines(Map<String, String> now, Map<String, String> before) {
        long seconds = seconds(now) < 0 || seconds(before) < 0 ? 0 : seconds(now) - seconds(before);
        long uptime = seconds(now);
        String upFor = uptime < 0 ? UNKNOWN : Durations.format(Duration.ofSeconds(uptime));
        Stream<String> head = Stream.of("%-24s%s".formatted("broker", now.getOrDefault(VERSION, UNKNOWN)),
                "%-24s%s".formatted("up for", upFor));
        return Stream.concat(head, ROWS.stream().map(row -> line(row, now, before, seconds))).toList();
    }

    private static String line(Row row, Map<String, String> now, Map<String, String> before, long seconds) {
        String line = "%-24s%s".formatted(row.label(), now.getOrDefault(row.topic(), UNKNOWN));
        if (!row.total() || seconds <= 0 || number(row, now) < 0 || number(row, before) < 0) {
            return line;
        }
        double rate = (double) (number(row, now) - number(row, before)) / seconds;
        return String.format(Locale.ROOT, "%-40s%.1f /s", line, rate);
    }

    private static long seconds(Map<String, String> figures) {
        Matcher uptime = SECONDS.matcher(figures.getOrDefault(UPTIME, ""));
        return uptime.matches() ? Long.parseLong(uptime.group(1)) : -1;
    }

    private static long number(Row row, Map<String, String> figures) {
        String text = figures.getOrDefault(row.topic(), "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }
}
