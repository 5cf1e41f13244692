package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.HostileClient;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What MQTT 5 says and Artemis alone does not do. */
class Mqtt5IT {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final int KEEP_ALIVE_TIMEOUT = 0x8d;
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

    @ParameterizedTest
    @ValueSource(strings = {"$share//salon/x", "$share/g", "$share/+/salon/x", "$share/g/", "$share"})
    void aSharedSubscriptionNeedsAGroupAndAFilter(String filter) throws IOException {
        try (HostileClient client = client("sharer", null)) {
            assertThat(client.subscribe(filter, "$share/g/salon/x")).containsExactly(FILTER_INVALID, 1);
        }
    }

    @Test
    void retainAsPublishedCountsForWildcardsToo() throws IOException {
        try (HostileClient reader = client("reader", null); HostileClient writer = client("writer", null)) {
            reader.subscribe("salon/rap/#");
            writer.publish("salon/rap/x", "live", true);
            assertThat(reader.next().fixedHeader().isRetain()).isTrue();
            writer.publish("salon/rap/x", "plain", false);
            var plain = reader.next();
            assertThat(plain.fixedHeader().isRetain()).isFalse();
            reader.subscribe("salon/rap/x");
            var retained = reader.next();
            assertThat(retained.fixedHeader().isRetain()).isTrue();
            assertThat(retained.variableHeader().properties().listAll()).isEmpty();
        }
    }

    /** Artemis would count 2,600,000 s modulo 2^32 ms, which is in the past. */
    @Test
    void anExpiryOfMonthsDoesNotEndAtOnce() throws IOException {
        try (HostileClient reader = client("reader", null); HostileClient writer = client("writer", null)) {
            reader.subscribe("salon/months");
            writer.publish("salon/months", "x", false, HostileClient.properties(
                    new IntegerProperty(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value(), 2_600_000)));
            assertThat(reader.nextText()).isEqualTo("salon/months=x");
        }
    }

    /** MQTT 5 section 3.1.2.10. Artemis gets none of these packets. */
    @Test
    void whoPublishesIsNotSilent() throws IOException {
        try (HostileClient nobody = keepsAlive("nobody"); HostileClient refused = keepsAlive("refused");
                HostileClient silent = keepsAlive("silent")) {
            await().during(Duration.ofSeconds(8)).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(300))
                    .until(() -> nobody.publish("salon/solo", "x", false) == 0
                            && refused.publish("DST/CODIGO", "x", false) == NOT_AUTHORIZED);
            assertThat(silent.disconnectReason()).isEqualTo(KEEP_ALIVE_TIMEOUT);
        }
    }

    private static HostileClient keepsAlive(String id) throws IOException {
        HostileClient client = new HostileClient(broker.port(), MqttVersion.MQTT_5);
        assertThat(client.connect(id, "dst", options -> options.keepAlive(2))).isZero();
        return client;
    }

    /** Behind the rate of a client packets wait in the guard, DISCONNECT too. */
    @Test
    void whatAClientHasSentBeforeItLeftIsDelivered() throws IOException {
        int messages = 12_000;
        try (HostileClient reader = client("reader", null); HostileClient writer = client("writer", null)) {
            reader.subscribe("salon/flood");
            writer.flood("salon/flood", messages);
            writer.disconnect(MqttProperties.NO_PROPERTIES);
            writer.close();
            for (int i = 0; i < messages; i++) {
                assertThat(reader.nextText()).isEqualTo("salon/flood=x" + i);
            }
        }
    }

    /** MQTT 5 section 3.14.4, also if the end of the connection comes with the DISCONNECT. */
    @Test
    void aWillDoesNotOutliveADisconnect() throws IOException {
        try (HostileClient reader = client("reader", null)) {
            reader.subscribe("salon/will");
            for (int i = 0; i < 50; i++) {
                HostileClient leaves = new HostileClient(broker.port(), MqttVersion.MQTT_5);
                assertThat(leaves.connect("leaves-" + i, "dst", options -> options.willFlag(true)
                        .willTopic("salon/will").willMessage("gone".getBytes(StandardCharsets.US_ASCII)))).isZero();
                leaves.disconnect(MqttProperties.NO_PROPERTIES);
                leaves.close();
            }
            try (HostileClient breaks = new HostileClient(broker.port(), MqttVersion.MQTT_5)) {
                assertThat(breaks.connect("breaks", "dst", options -> options.willFlag(true)
                        .willTopic("salon/will").willMessage("lost".getBytes(StandardCharsets.US_ASCII)))).isZero();
            }
            assertThat(reader.nextText()).isEqualTo("salon/will=lost");
        }
    }

    /** MQTT 5 section 4.6: in the order of the publications, even if Artemis answers one and the guard the next. */
    @Test
    void acknowledgementsKeepTheirOrder() throws IOException {
        try (HostileClient client = client("order", "dst")) {
            for (int id = 1; id <= 100; id++) {
                client.send(MqttMessageBuilders.publish().topicName(id % 2 == 0 ? "DST/CODIGO" : "DST/PRUEBA")
                        .messageId(id).qos(MqttQoS.AT_LEAST_ONCE).payload(Unpooled.EMPTY_BUFFER).build());
            }
            for (int id = 1; id <= 100; id++) {
                var puback = (MqttPubReplyMessageVariableHeader) client.await(MqttMessageType.PUBACK)
                        .variableHeader();
                assertThat(puback.messageId()).isEqualTo(id);
                assertThat(puback.reasonCode() & 0xff).isEqualTo(id % 2 == 0 ? NOT_AUTHORIZED : 0);
            }
        }
    }
}
