package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.broker.limits.Limits;
import campus.broker.limits.LimitsFile;
import campus.testkit.HostileClient;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody in the class can try with numbers: each attack costs the attacker something, and nobody else. */
class HostileFloodIT {

    private static final int QUOTA = 0x97;
    private static final Limits DEFAULTS = LimitsFile.limits();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private EmbeddedBroker broker;

    @AfterEach
    void stop() {
        broker.close();
    }

    private void start(Limits.Sessions sessions, Limits.Retained retained, Limits.Rates rates, int connections,
            Duration timeout, int percent) {
        broker = BrokerFixture.in(folder).start(new Limits(Set.of("profesor", "edificio"), "DST/RESPUESTA",
                DEFAULTS.packets(), sessions, retained, rates, connections, timeout, percent));
    }

    private HostileClient client(String id, String user) throws IOException {
        return HostileClient.connected(broker.port(), id, user);
    }

    private MqttConnAckMessage lasting(HostileClient client, String id, String user, int seconds, boolean clean)
            throws IOException {
        return client.connack(id, user, options -> options.cleanSession(clean).properties(HostileClient.properties(
                new IntegerProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), seconds))));
    }

    private static Integer expiry(MqttConnAckMessage connack) {
        MqttProperties.MqttProperty<?> property = connack.variableHeader().properties()
                .getProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value());
        return property == null ? null : (Integer) property.value();
    }

    @Test
    void retainedTopicsAreCountedPerUserAndInAll() throws Exception {
        start(DEFAULTS.sessions(), new Limits.Retained(5, 8, 1000, 1500), DEFAULTS.rates(), 100,
                DEFAULTS.connectTimeout(), 20);
        try (HostileClient anonymous = client("a", null); HostileClient student = client("b", "dst");
                HostileClient building = client("c", "edificio")) {
            for (int i = 0; i < 5; i++) {
                assertThat(anonymous.publish("salon/" + i, "x", true)).isZero();
            }
            assertThat(anonymous.publish("salon/more", "x", true)).isEqualTo(QUOTA);
            assertThat(anonymous.publish("salon/more", "x", false)).as("not retained").isZero();
            assertThat(anonymous.publish("salon/2", "y", true)).as("another one in its place").isZero();
            assertThat(student.publish("salon/s1", "x", true)).isZero();
            assertThat(student.publish("salon/s2", "x".repeat(1001), true)).as("its size").isEqualTo(QUOTA);
            assertThat(student.publish("salon/s2", "x", true)).isZero();
            assertThat(student.publish("salon/s3", "x", true)).isZero();
            assertThat(student.publish("salon/s4", "x", true)).as("in all").isEqualTo(QUOTA);
            assertThat(building.publish("EDIFICIO_1/estado", "x", true)).as("trusted").isZero();
            assertThat(anonymous.publish("salon/0", "", true)).isZero();
            await().atMost(PATIENCE).until(() -> student.publish("salon/s4", "x", true) == 0);
        }
    }

    @Test
    void aRetainedWillCountsToo() throws Exception {
        start(DEFAULTS.sessions(), new Limits.Retained(1, 1, 1000, 1000), DEFAULTS.rates(), 100,
                DEFAULTS.connectTimeout(), 20);
        try (HostileClient one = new HostileClient(broker.port(), MqttVersion.MQTT_5);
                HostileClient two = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
            assertThat(will(one, "one")).isZero();
            assertThat(will(two, "two")).isEqualTo(QUOTA);
        }
    }

    private static int will(HostileClient client, String id) throws IOException {
        return client.connect(id, null, options -> options.willFlag(true).willRetain(true).willTopic("salon/" + id)
                .willMessage(new byte[] {'x'}).willQoS(MqttQoS.AT_LEAST_ONCE));
    }

    @Test
    void oneAbsentSessionCostsOnlyItself() throws Exception {
        start(new Limits.Sessions(100, 5000, 10, 10, Duration.ofHours(1), 64 * 1024), DEFAULTS.retained(),
                DEFAULTS.rates(), 100, DEFAULTS.connectTimeout(), 20);
        try (HostileClient absent = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
            lasting(absent, "absent", null, 600, true);
            absent.subscribe("salon/#");
            absent.disconnect(MqttProperties.NO_PROPERTIES);
        }
        try (HostileClient writer = client("writer", null); HostileClient reader = client("reader", null)) {
            reader.subscribe("salon/#");
            for (int i = 0; i < 300; i++) {
                assertThat(writer.publish("salon/x", i + "x".repeat(1000), false)).isZero();
                assertThat(reader.nextText()).startsWith("salon/x=" + i + "x");
            }
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (HostileClient back = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
                assertThat(lasting(back, "absent", null, 600, false).variableHeader().isSessionPresent()).isFalse();
            }
        });
    }

    /** Each new subscriber gets a copy of every retained message, whether it takes it or not. */
    @Test
    void theCopiesOfRetainedMessagesAreCounted() throws Exception {
        start(DEFAULTS.sessions(), DEFAULTS.retained(), DEFAULTS.rates(), 100, DEFAULTS.connectTimeout(), 1);
        try (HostileClient writer = client("writer", "dst")) {
            for (int i = 0; i < 7; i++) {
                assertThat(writer.publish("salon/" + i, "x".repeat(1 << 20), true)).isZero();
            }
        }
        List<HostileClient> slow = new ArrayList<>();
        Set<Integer> codes = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            slow.add(client("slow-" + i, null));
            codes.addAll(slow.get(i).subscribe("salon/#"));
            assertThat(slow.get(i).subscribe("salon/none")).as("nothing retained").containsExactly(1);
        }
        assertThat(codes).containsOnly(1, QUOTA);
        for (HostileClient each : slow) {
            each.close();
        }
    }

    @Test
    void oneSlowSubscriberCostsOnlyItself() throws Exception {
        start(new Limits.Sessions(100, 5000, 10, 10, Duration.ofHours(1), 1 << 20), DEFAULTS.retained(),
                DEFAULTS.rates(), 100, DEFAULTS.connectTimeout(), 20);
        try (HostileClient slow = client("slow", null); HostileClient writer = client("writer", null);
                HostileClient reader = client("reader", null)) {
            slow.subscribe("salon/#");
            reader.subscribe("salon/#");
            String payload = "x".repeat(100_000);
            for (int i = 0; i < 300; i++) {
                assertThat(writer.publish("salon/x", payload, false)).isZero();
                assertThat(reader.next().payload().readableBytes()).isEqualTo(payload.length());
            }
            assertThat(slow.isClosed(20)).as("what it has not read is not kept for ever").isTrue();
            assertThat(reader.answersPing()).isTrue();
        }
    }

    /** What was acknowledged is there when the teacher comes, and another topic is not affected. */
    @Test
    void nothingOfTheExchangeIsLostWhileTheTeacherIsAway() throws Exception {
        start(DEFAULTS.sessions(), DEFAULTS.retained(), new Limits.Rates(100_000, 100_000, 100_000), 100,
                DEFAULTS.connectTimeout(), 1);
        try (HostileClient teacher = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
            lasting(teacher, "teacher", "profesor", 600, true);
            teacher.subscribe("DST/#");
            teacher.disconnect(MqttProperties.NO_PROPERTIES);
        }
        try (HostileClient student = client("student", "dst"); HostileClient other = client("other", null);
                HostileClient old = new HostileClient(broker.port(), MqttVersion.MQTT_3_1_1)) {
            old.connect("old", "dst", options -> { });
            String payload = "x".repeat(100_000);
            int acknowledged = fill(student, "DST/SOLUCION", payload);
            assertThat(acknowledged).isPositive();
            assertThat(other.publish("salon/x", "still open", false)).isZero();
            old.send(MqttMessageBuilders.publish().topicName("DST/SOLUCION").messageId(9).qos(MqttQoS.AT_LEAST_ONCE)
                    .payload(Unpooled.copiedBuffer(new byte[] {'x'})).build());
            assertThat(old.hears(1)).as("an acknowledgement").isFalse();
            try (HostileClient teacher = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
                assertThat(lasting(teacher, "teacher", "profesor", 600, false).variableHeader().isSessionPresent())
                        .isTrue();
                for (int i = 0; i < acknowledged; i++) {
                    assertThat(teacher.next().payload().readableBytes()).isEqualTo(payload.length());
                }
                old.await(MqttMessageType.PUBACK);
                assertThat(teacher.nextText()).isEqualTo("DST/SOLUCION=x");
                await().atMost(PATIENCE).until(() -> student.publish("DST/SOLUCION", "y", false) == 0);
            }
        }
    }

    /** Publishes until it is refused for half a second; the number of those that were acknowledged. */
    private static int fill(HostileClient client, String topic, String payload) throws IOException {
        int acknowledged = 0;
        long refused = 0;
        while (refused == 0 || System.nanoTime() - refused < 500_000_000) {
            if (client.publish(topic, payload, false) == 0) {
                acknowledged++;
                refused = 0;
            } else if (refused == 0) {
                refused = System.nanoTime();
            }
        }
        return acknowledged;
    }

    @Test
    void aFloodIsHeldBackAndNothingOfItIsLost() throws Exception {
        start(DEFAULTS.sessions(), DEFAULTS.retained(), new Limits.Rates(20, 50, 5000), 100,
                DEFAULTS.connectTimeout(), 20);
        try (HostileClient teacher = client("teacher", "profesor"); HostileClient flood = client("flood", "dst");
                HostileClient honest = client("honest", "dst")) {
            teacher.subscribe("DST/PRUEBA");
            flood.flood("DST/PRUEBA", 100);
            long start = System.nanoTime();
            assertThat(honest.publish("DST/SOLUCION", "mine", false)).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            for (int i = 0; i < 100; i++) {
                assertThat(teacher.nextText()).isEqualTo("DST/PRUEBA=x" + i);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(2), PATIENCE);
            assertThat(flood.answersPing()).isTrue();
        }
    }

    @Test
    void aFloodOfFiltersLeavesRoomForTheFirstTwoOfOthers() throws Exception {
        start(new Limits.Sessions(100, 10, 2, 3, Duration.ofHours(1), 1 << 20), DEFAULTS.retained(),
                DEFAULTS.rates(), 100, DEFAULTS.connectTimeout(), 20);
        try (HostileClient greedy = client("greedy", null); HostileClient student = client("student", "dst")) {
            for (int i = 0; i < 50; i++) {
                assertThat(greedy.subscribe("salon/" + i)).containsExactly(i < 5 ? 1 : QUOTA);
            }
            assertThat(student.subscribe("DST/CODIGO", "DST/RESPUESTA/student/#", "DST/PRUEBA"))
                    .containsExactly(1, 1, QUOTA);
        }
    }

    /** Artemis takes 10 kB for each. Those to which nobody listens do not count, nor do those that there are. */
    @Test
    void newTopicsAreCounted() throws Exception {
        start(new Limits.Sessions(100, 10, 2, 3, Duration.ofHours(1), 1 << 20), DEFAULTS.retained(),
                DEFAULTS.rates(), 100, DEFAULTS.connectTimeout(), 20);
        try (HostileClient reader = client("reader", null); HostileClient writer = client("writer", "dst");
                HostileClient building = client("building", "edificio")) {
            for (int i = 0; i < 50; i++) {
                assertThat(writer.publish("salon/" + i, "nobody listens", false)).isZero();
            }
            reader.subscribe("salon/#");
            for (int i = 0; i < 10; i++) {
                assertThat(writer.publish("salon/" + i, "x", false)).isZero();
            }
            assertThat(writer.publish("salon/more", "x", false)).isEqualTo(QUOTA);
            assertThat(writer.publish("salon/5", "x", false)).isZero();
            assertThat(building.publish("EDIFICIO_1/x", "x", false)).isZero();
        }
    }

    @Test
    void sessionsLastAnHourAndAreCounted() throws Exception {
        start(new Limits.Sessions(100, 5000, 2, 3, Duration.ofHours(1), 1 << 20), DEFAULTS.retained(),
                DEFAULTS.rates(), 100, DEFAULTS.connectTimeout(), 20);
        assertThat(left("one", null, -1)).as("never").isEqualTo(3600);
        assertThat(left("two", null, 60)).isNull();
        assertThat(left("two", null, 60)).as("again").isNull();
        assertThat(left("three", null, 60)).as("one too many").isZero();
        assertThat(left("four", "dst", 60)).isNull();
        assertThat(left("five", "dst", 60)).as("in all").isZero();
        assertThat(left("six", "profesor", 999_999_999)).as("trusted, as long as it can be counted")
                .isEqualTo(Integer.MAX_VALUE / 1000);
    }

    /** The expiry that the CONNACK tells; null: as asked for. */
    private Integer left(String id, String user, int seconds) throws IOException {
        try (HostileClient client = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
            Integer expiry = expiry(lasting(client, id, user, seconds, true));
            client.subscribe("$SYS/x");
            client.disconnect(MqttProperties.NO_PROPERTIES);
            assertThat(client.isClosed(10)).isTrue();
            return expiry;
        }
    }
}
