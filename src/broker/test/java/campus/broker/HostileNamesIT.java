package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.HostileClient;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody in the class can try with names, topics and filters, and that nobody else notices. */
class HostileNamesIT {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final int FILTER_INVALID = 0x8f;

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = BrokerFixture.in(folder).start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static HostileClient client(String id, String user) throws IOException {
        return HostileClient.connected(broker.port(), id, user);
    }

    /** A group named as a client, or a client and a filter that together are another client and its filter. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "stranger, -, $share/vix1/DST/PRUEBA", "stranger, dst, $share/vix1/DST/PRUEBA/x",
        "vix1, -, DST/PRUEBA", "stranger, -, $share/c-dst~vix1/DST/PRUEBA"})
    void aRefusedSubscriptionLeavesTheQueuesOfOthersAlone(String id, String user, String filter) throws IOException {
        try (HostileClient victim = client("vix1", "dst"); HostileClient other = client("other", "dst")) {
            victim.subscribe("DST/PRUEBA");
            try (HostileClient attacker = client(id, user)) {
                assertThat(attacker.subscribe(filter)).containsExactly(NOT_AUTHORIZED);
            }
            other.publish("DST/PRUEBA", "still there", false);
            assertThat(victim.nextText()).isEqualTo("DST/PRUEBA=still there");
        }
    }

    @Test
    void aGroupNamedAsAClientGetsNoneOfItsMessages() throws IOException {
        try (HostileClient victim = client("vic1", "dst"); HostileClient attacker = client("attacker", "dst")) {
            victim.subscribe("DST/PRUEBA");
            attacker.subscribe("$share/vic1/DST/PRUEBA");
            for (int i = 0; i < 4; i++) {
                attacker.publish("DST/PRUEBA", "code " + i, false);
            }
            for (int i = 0; i < 4; i++) {
                assertThat(victim.nextText()).isEqualTo("DST/PRUEBA=code " + i);
            }
        }
    }

    @Test
    void clientsWhoseNamesAndFiltersAddUpToTheSameAreTwo() throws IOException {
        try (HostileClient victim = client("ana.salon/a", null); HostileClient attacker = client("ana", null)) {
            victim.subscribe("salon/b");
            attacker.subscribe("salon/a.salon/b");
            attacker.unsubscribe("salon/a.salon/b");
            attacker.publish("salon/b", "hello", false);
            assertThat(victim.nextText()).isEqualTo("salon/b=hello");
        }
    }

    @Test
    void aRetainedMessageOfAnotherStaysIfItsSubscriptionIsRefused() throws IOException {
        try (HostileClient building = client("building", "edificio"); HostileClient stranger = client("s", null)) {
            building.publish("EDIFICIO_1/estado", "on", true);
            stranger.subscribe("$share/$sys.mqtt.retain/EDIFICIO_1/estado");
            building.subscribe("EDIFICIO_1/estado");
            assertThat(building.nextText()).isEqualTo("EDIFICIO_1/estado=on");
        }
    }

    /** Artemis takes it for the queue of another client. */
    @ParameterizedTest
    @ValueSource(strings = {"salon/a::c-dst~vic2.DST/CODIGO", "salon/::", "salon/a:::b::::",
        "salon/a::vic2.DST/CODIGO"})
    void twoColonsAreTextInTopicsAndFilters(String topic) throws IOException {
        try (HostileClient victim = client("vic2", "dst"); HostileClient stranger = client("stranger", null)) {
            victim.subscribe("DST/CODIGO", "salon/#");
            assertThat(stranger.publish(topic, "00000", true)).isZero();
            assertThat(victim.nextText()).isEqualTo(topic + "=00000");
            awaitRetained(stranger, topic, "00000");
            stranger.publish(topic, "1", false);
            assertThat(stranger.nextText()).isEqualTo(topic + "=1");
            stranger.publish(topic, "", true);
            assertThat(stranger.unsubscribe(topic)).containsExactly((short) 0);
        }
    }

    /** A moment after it has acknowledged a retained message, Artemis shows it to subscribers. */
    private static void awaitRetained(HostileClient client, String topic, String text) {
        await().untilAsserted(() -> {
            client.subscribe(topic);
            client.publish(topic, "later", false);
            String first = client.nextText();
            assertThat(first).isEqualTo(topic + "=" + text);
            assertThat(client.nextText()).isEqualTo(topic + "=later");
        });
    }

    @Test
    void twoColonsAreTextInAWill() throws IOException {
        try (HostileClient reader = client("reader", null)) {
            reader.subscribe("salon/w/#");
            try (HostileClient dies = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
                dies.connect("dies", null, options -> options.willFlag(true).willTopic("salon/w/a::b")
                        .willMessage(new byte[] {'x'}).willQoS(MqttQoS.AT_LEAST_ONCE));
            }
            assertThat(reader.nextText()).isEqualTo("salon/w/a::b=x");
        }
    }

    @Test
    void theCharacterThatStandsForTheSecondColonIsRefused() throws IOException {
        try (HostileClient client = client("colon", null)) {
            assertThat(client.publish("salon/a:\uE03Ab", "x", false)).isEqualTo(0x90);
            assertThat(client.subscribe("salon/a:\uE03Ab")).containsExactly(FILTER_INVALID);
        }
    }

    /** The same identifier, another user: neither ends the other, and each has its own session. */
    @Test
    void aClientIdentifierBelongsToItsUser() throws IOException {
        try (HostileClient student = client("same", "dst")) {
            student.subscribe("DST/CODIGO");
            try (HostileClient stranger = client("same", null); HostileClient teacher = client("same", "profesor")) {
                stranger.subscribe("salon/general");
                teacher.publish("DST/CODIGO", "12345", false);
                assertThat(student.nextText()).isEqualTo("DST/CODIGO=12345");
                assertThat(stranger.answersPing()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pedro/codigo", "+", "#", "plain"})
    void noIdentifierOpensTheAnswersOfAnother(String id) throws IOException {
        try (HostileClient stranger = client(id, null)) {
            assertThat(stranger.subscribe("DST/RESPUESTA/pedro/codigo/#", "DST/RESPUESTA/" + id + "/#"))
                    .doesNotContain(0, 1, 2);
        }
    }

    @Test
    void anIdentifierWithASlashOpensNoneEvenToAUser() throws IOException {
        try (HostileClient student = client("pedro/codigo", "dst"); HostileClient plain = client("pedro", "dst")) {
            assertThat(student.subscribe("DST/RESPUESTA/pedro/codigo/#")).containsExactly(NOT_AUTHORIZED);
            assertThat(plain.subscribe("DST/RESPUESTA/pedro/codigo/#")).containsExactly(1);
        }
    }

    @Test
    void aResponseTopicOfAnotherIsRefused() throws IOException {
        try (HostileClient student = client("pedro", "dst")) {
            assertThat(student.publish("DST/PETICION", "1", false, responseTopic("DST/RESPUESTA/ana/1")))
                    .isEqualTo(NOT_AUTHORIZED);
            assertThat(student.publish("DST/PETICION", "1", false, responseTopic("DST/RESPUESTA/pedro/1"))).isZero();
            assertThat(student.publish("DST/PRUEBA", "1", false, responseTopic("anywhere/else"))).isZero();
        }
    }

    private static MqttProperties responseTopic(String topic) {
        return HostileClient.properties(new StringProperty(MqttPropertyType.RESPONSE_TOPIC.value(), topic));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u001b[31mb", "$SYS", "\u202eab", "long"})
    void oddNamesAreRefused(String name) throws IOException {
        String odd = name.equals("long") ? "x".repeat(257) : name;
        try (HostileClient one = new HostileClient(broker.port(), MqttVersion.MQTT_5);
                HostileClient two = new HostileClient(broker.port(), MqttVersion.MQTT_5);
                HostileClient three = new HostileClient(broker.port(), MqttVersion.MQTT_3_1_1)) {
            assertThat(one.connect(odd, null, options -> { })).isEqualTo(0x85);
            assertThat(two.connect("id", odd, options -> { })).isEqualTo(0x86);
            assertThat(three.connect(odd, "dst", options -> { })).isEqualTo(2);
        }
    }

    @Test
    void aBrokerAssignsAnIdentifierAndTellsIt() throws IOException {
        try (HostileClient client = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
            Object assigned = client.connack("", null, options -> { }).variableHeader().properties()
                    .getProperty(MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER.value()).value();
            assertThat((String) assigned).matches("[-0-9a-f]{36}");
        }
    }

    @Test
    void topicsAndFiltersHave64Levels() throws IOException {
        String deep = "salon" + "/".repeat(16_000);
        String allowed = "salon" + "/x".repeat(63);
        try (HostileClient client = client("deep", null); HostileClient other = client("other", null)) {
            assertThat(client.publish(deep, "x", true)).isEqualTo(0x90);
            assertThat(client.subscribe(deep, allowed, allowed + "/x")).containsExactly(FILTER_INVALID, 1,
                    FILTER_INVALID);
            assertThat(other.subscribe("salon/#")).containsExactly(1);
            assertThat(client.publish(allowed, "x", false)).isZero();
            assertThat(other.nextText()).isEqualTo(allowed + "=x");
        }
    }

    @Test
    void aClientHas100Filters() throws IOException {
        try (HostileClient client = client("many", null)) {
            String[] filters = new String[101];
            for (int i = 0; i < filters.length; i++) {
                filters[i] = "salon/" + i + "/#";
            }
            List<Integer> codes = client.subscribe(filters);
            assertThat(codes.subList(0, 100)).containsOnly(1);
            assertThat(codes.get(100)).isEqualTo(0x97);
            assertThat(client.subscribe(filters[5])).as("one that it has").containsExactly(1);
            assertThat(client.unsubscribe(filters[7])).containsExactly((short) 0);
            assertThat(client.subscribe(filters[100])).containsExactly(1);
        }
    }

    @Test
    void aPacketOfMoreThan2MiBEndsItsConnectionOnly() throws IOException {
        try (HostileClient client = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
            assertThat(client.connack("big", null, options -> { }).variableHeader().properties()
                    .getProperty(MqttPropertyType.MAXIMUM_PACKET_SIZE.value()).value()).isEqualTo(2 * 1024 * 1024);
            assertThat(client.publish("salon/big", "x".repeat(2_000_000), false)).isZero();
            // The head of a packet of 100 MB.
            client.sendBytes(new byte[] {0x32, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x30, 0, 7,
                's', 'a', 'l', 'o', 'n', '/', 'b', 0, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8});
            assertThat(client.disconnectReason()).isEqualTo(0x95);
        }
    }
}
