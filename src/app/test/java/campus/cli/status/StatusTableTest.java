package campus.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusTableTest {

    /** The output of mosquitto_sub -v for a Mosquitto 2.0.11; below, the changes two seconds later. */
    private static final Map<String, String> MOSQUITTO = figures("""
            $SYS/broker/version mosquitto version 2.0.11
            $SYS/broker/uptime 3664 seconds
            $SYS/broker/clients/total 3
            $SYS/broker/clients/inactive 1
            $SYS/broker/clients/disconnected 1
            $SYS/broker/clients/active 2
            $SYS/broker/clients/connected 2
            $SYS/broker/clients/expired 0
            $SYS/broker/clients/maximum 5
            $SYS/broker/load/messages/received/1min 2.73
            $SYS/broker/messages/stored 53
            $SYS/broker/messages/received 3
            $SYS/broker/messages/sent 1
            $SYS/broker/store/messages/count 53
            $SYS/broker/store/messages/bytes 179
            $SYS/broker/subscriptions/count 4
            $SYS/broker/shared_subscriptions/count 0
            $SYS/broker/retained messages/count 52
            $SYS/broker/heap/current 42216
            $SYS/broker/heap/maximum 44280
            $SYS/broker/publish/messages/dropped 0
            $SYS/broker/publish/messages/received 1
            $SYS/broker/publish/messages/sent 0
            $SYS/broker/publish/bytes/received 1
            $SYS/broker/bytes/received 22
            $SYS/broker/bytes/sent 4
            """);
    private static final Map<String, String> CHANGED = figures("""
            $SYS/broker/uptime 3666 seconds
            $SYS/broker/messages/received 5
            $SYS/broker/messages/sent 89
            $SYS/broker/publish/messages/sent 87
            $SYS/broker/bytes/received 49
            $SYS/broker/bytes/sent 3515
            """);

    @Test
    void oneTable() {
        assertThat(StatusTable.lines(MOSQUITTO, Map.of())).containsExactly(
                "broker                  mosquitto version 2.0.11",
                "up for                  1h1m4s",
                "clients connected       2",
                "clients inactive        1",
                "clients total           3",
                "clients maximum         5",
                "subscriptions           4",
                "messages received       3",
                "messages sent           1",
                "publications received   1",
                "publications sent       0",
                "bytes received          22",
                "bytes sent              4",
                "messages retained       52",
                "messages stored         53",
                "heap bytes              42216");
    }

    @Test
    void aSecondTableShowsTheGrowthPerSecond() {
        Map<String, String> now = new HashMap<>(MOSQUITTO);
        now.putAll(CHANGED);
        assertThat(StatusTable.lines(now, MOSQUITTO)).contains(
                "up for                  1h1m6s",
                "clients connected       2",
                "messages received       5               1.0 /s",
                "messages sent           89              44.0 /s",
                "publications received   1               0.0 /s",
                "publications sent       87              43.5 /s",
                "bytes received          49              13.5 /s",
                "bytes sent              3515            1755.5 /s",
                "messages stored         53");
    }

    @Test
    void afterARestartOfTheBrokerThereIsNoGrowth() {
        Map<String, String> now = new HashMap<>(MOSQUITTO);
        now.put("$SYS/broker/uptime", "1 seconds");
        assertThat(StatusTable.lines(now, MOSQUITTO)).noneMatch(line -> line.endsWith("/s"));
    }

    @Test
    void aDashStandsForAFigureThatTheBrokerDoesNotPublish() {
        assertThat(StatusTable.lines(Map.of("$SYS/broker/clients/connected", "7"), Map.of()))
                .contains("broker                  -", "up for                  -", "clients connected       7",
                        "heap bytes              -");
    }

    @Test
    void itWaitsForAllThatItShows() {
        assertThat(MOSQUITTO.keySet()).containsAll(StatusTable.topics());
    }

    private static Map<String, String> figures(String lines) {
        Map<String, String> figures = new HashMap<>();
        lines.lines().forEach(line -> {
            // A topic of these may have a blank in it, but only there.
            int end = line.indexOf(' ', line.contains("retained messages") ? "$SYS/broker/retained ".length() : 0);
            figures.put(line.substring(0, end), line.substring(end + 1));
        });
        return figures;
    }
}
