package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the embedded broker publishes of itself, and who gets it. */
class SysTopicsIT {

    private static final String ROOT = "$SYS/broker/";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    @TempDir
    private Path folder;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws IOException {
        Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite #\ntopic read $SYS/#\n");
        broker = start(acl, Duration.ofMillis(200));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void figuresOfMosquittosNamesAreRetained() throws MqttException {
        try (TestClient client = client("$SYS/#")) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(client.received().stream()
                    .map(message -> message.substring(0, message.indexOf('=')))).contains(
                        ROOT + "version", ROOT + "uptime", ROOT + "clients/connected", ROOT + "clients/active",
                        ROOT + "clients/disconnected", ROOT + "clients/inactive", ROOT + "clients/total",
                        ROOT + "clients/maximum", ROOT + "subscriptions/count", ROOT + "messages/received",
                        ROOT + "messages/sent", ROOT + "publish/messages/received", ROOT + "publish/messages/sent",
                        ROOT + "bytes/received", ROOT + "bytes/sent", ROOT + "retained messages/count",
                        ROOT + "store/messages/count", ROOT + "messages/stored", ROOT + "heap/current"));
            assertThat(client.received()).anyMatch(message -> message.matches("\\$SYS/broker/uptime=\\d+ seconds"))
                    .filteredOn(message -> message.startsWith(ROOT + "version="))
                    .singleElement().asString().contains("Artemis");
        }
    }

    @Test
    void ofEachFigureOnlyTheLastIsKept() throws MqttException {
        try (TestClient first = client(ROOT + "uptime")) {
            await().atMost(PATIENCE).until(() -> first.received().size() > 2);
            try (TestClient later = client(ROOT + "uptime")) {
                await().atMost(PATIENCE).until(() -> later.received().size() > 1);
                assertThat(later.received()).doesNotHaveDuplicates();
                assertThat(seconds(later.received().get(0))).isGreaterThan(seconds(first.received().get(0)));
            }
        }
    }

    @Test
    void figuresGrowWithTheTraffic() throws MqttException {
        try (TestClient watcher = client("$SYS/#"); TestClient writer = client("other")) {
            await().atMost(PATIENCE).until(() -> value(watcher, "clients/connected") == 2
                    && value(watcher, "subscriptions/count") == 2);
            long messages = value(watcher, "messages/received");
            long publications = value(watcher, "publish/messages/received");
            long bytes = value(watcher, "bytes/received");
            for (int i = 0; i < 10; i++) {
                writer.publish("a/b", "0123456789", i == 0);
            }
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(value(watcher, "messages/received")).isGreaterThanOrEqualTo(messages + 10);
                assertThat(value(watcher, "publish/messages/received")).isEqualTo(publications + 10);
                // fixed header 2, topic 2 + 3, packet identifier 2, properties 1, payload 10
                assertThat(value(watcher, "bytes/received")).isBetween(bytes + 10 * 20, bytes + 10 * 20 + 100);
                assertThat(value(watcher, "publish/messages/sent")).isPositive();
                assertThat(value(watcher, "bytes/sent")).isGreaterThan(value(watcher, "messages/sent") * 2);
                assertThat(value(watcher, "clients/total")).isEqualTo(2);
                assertThat(value(watcher, "clients/maximum")).isEqualTo(2);
            });
        }
    }

    @Test
    void whoLeftWithASessionIsInactive() throws Exception {
        try (TestClient watcher = client("$SYS/#")) {
            await().atMost(PATIENCE).until(() -> value(watcher, "clients/disconnected") == 0);
            leaveASession();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(value(watcher, "clients/disconnected")).isEqualTo(1);
                assertThat(value(watcher, "clients/inactive")).isEqualTo(1);
                assertThat(value(watcher, "clients/total")).isEqualTo(2);
            });
        }
    }

    /** MQTT 5 section 4.7.2: neither those that are retained nor those that come later. */
    @ParameterizedTest
    @ValueSource(strings = {"#", "+/#", "+/broker/uptime", "+/broker/#"})
    void aFilterThatBeginsWithAWildcardGetsNone(String filter) throws MqttException {
        try (TestClient writer = client("$SYS/broker/uptime")) {
            writer.publish("x/broker/uptime", "mine", true);
            await().atMost(PATIENCE).until(() -> writer.received().size() > 1);
            try (TestClient reader = client(filter)) {
                await().atMost(PATIENCE).until(() -> !reader.received().isEmpty());
                await().during(A_WHILE).atMost(PATIENCE).untilAsserted(() ->
                        assertThat(reader.received()).containsExactly("x/broker/uptime=mine"));
            }
        }
    }

    @Test
    void withoutAnIntervalThereAreNone() throws MqttException {
        broker.close();
        broker = start(folder.resolve("acl"), Duration.ZERO);
        try (TestClient client = client("$SYS/#")) {
            await().during(A_WHILE).atMost(PATIENCE).until(() -> client.received().isEmpty());
        }
    }

    private EmbeddedBroker start(Path acl, Duration interval) {
        return EmbeddedBroker.start(new BrokerConfig("127.0.0.1", Map.of(Listener.TCP, 0), Optional.empty(), acl,
                BrokerFiles.in(folder).passwords(), interval));
    }

    private TestClient client(String filter) throws MqttException {
        TestClient client = new TestClient(broker.url(), null);
        assertThat(client.subscribe(filter)).isEqualTo(1);
        return client;
    }

    private void leaveASession() throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSessionExpiryInterval(60L);
        MqttAsyncClient client = new MqttAsyncClient(broker.url(), "comes-back", new MemoryPersistence());
        client.connect(options).waitForCompletion(PATIENCE.toMillis());
        client.disconnect().waitForCompletion(PATIENCE.toMillis());
        client.close();
    }

    /** The last value of a figure, -1 where none has come. */
    private static long value(TestClient client, String name) {
        String prefix = ROOT + name + "=";
        return client.received().stream().filter(message -> message.startsWith(prefix))
                .mapToLong(message -> Long.parseLong(message.substring(prefix.length())))
                .reduce(-1, (before, last) -> last);
    }

    private static long seconds(String uptime) {
        return Long.parseLong(uptime.replaceAll("\\D", ""));
    }
}
