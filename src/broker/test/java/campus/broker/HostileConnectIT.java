package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.broker.limits.Limits;
import campus.broker.limits.LimitsFile;
import campus.testkit.HostileClient;
import campus.testkit.LogLines;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody can try with connections that are none, or too many. */
class HostileConnectIT {

    private static final Limits DEFAULTS = LimitsFile.limits();

    @TempDir
    Path folder;

    private EmbeddedBroker broker;

    @AfterEach
    void stop() {
        broker.close();
    }

    private void start(int connections, Duration timeout) {
        broker = BrokerFixture.in(folder).start(new Limits(Set.of("profesor"), "DST/RESPUESTA", DEFAULTS.packets(),
                DEFAULTS.sessions(), DEFAULTS.retained(), DEFAULTS.rates(), connections, timeout, 20));
    }

    private HostileClient client(String id, String user) throws IOException {
        return HostileClient.connected(broker.port(), id, user);
    }

    @Test
    void connectionsAreCountedButNotThoseOfTheTeacher() throws Exception {
        start(2, DEFAULTS.connectTimeout());
        try (HostileClient one = client("1", null); HostileClient two = client("2", "dst");
                HostileClient three = new HostileClient(broker.port(), MqttVersion.MQTT_5);
                HostileClient old = new HostileClient(broker.port(), MqttVersion.MQTT_3_1_1);
                HostileClient teacher = client("4", "profesor")) {
            assertThat(three.connect("3", null, options -> { })).isEqualTo(0x97);
            assertThat(old.connect("3", null, options -> { })).isEqualTo(3);
            assertThat(teacher.answersPing()).isTrue();
            one.close();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try (HostileClient next = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
                    return next.connect("5", null, options -> { }) == 0;
                }
            });
            assertThat(two.answersPing()).isTrue();
        }
    }

    /** What they have sent waits for its rate, but only for seconds. */
    @Test
    void clientsThatFloodAndLeaveGiveTheirPlacesBack() throws Exception {
        int places = 20;
        start(places, DEFAULTS.connectTimeout());
        for (int i = 0; i < places; i++) {
            try (HostileClient flood = client("flood-" + i, "dst")) {
                flood.flood("DST/x", 6000);
            }
        }
        List<HostileClient> others = new ArrayList<>();
        try {
            while (others.size() < places) {
                await().atMost(Duration.ofSeconds(20)).until(() -> connects(others));
            }
        } finally {
            for (HostileClient other : others) {
                other.close();
            }
        }
    }

    private boolean connects(List<HostileClient> others) throws IOException {
        HostileClient next = new HostileClient(broker.port(), MqttVersion.MQTT_5);
        if (next.connect("other-" + others.size(), "dst", options -> { }) == 0) {
            return others.add(next);
        }
        next.close();
        return false;
    }

    @Test
    void aConnectThatIsNotCompleteInTimeIsClosed() throws Exception {
        start(100, Duration.ofMillis(300));
        byte[][] beginnings = {{}, {0x10}, {0x10, 20, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60},
            "GET /mqtt HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII),
            "garbage".getBytes(StandardCharsets.US_ASCII), {0x16, 3, 1}};
        for (byte[] beginning : beginnings) {
            try (HostileClient slow = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
                slow.sendBytes(beginning);
                assertThat(slow.isClosed(5)).as("%s bytes", beginning.length).isTrue();
            }
        }
    }

    @Test
    void manyBadPasswordsAreOneLine() throws Exception {
        start(100, DEFAULTS.connectTimeout());
        LogLines lines = new LogLines(EmbeddedBroker.class);
        lines.start();
        for (int i = 0; i < 20; i++) {
            try (HostileClient guesser = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
                assertThat(guesser.connect("guesser", "nobody" + i, options -> { })).isEqualTo(0x86);
            }
        }
        lines.stop();
        assertThat(lines.lines()).singleElement().asString().contains("user nobody0").contains("bad login");
    }
}
