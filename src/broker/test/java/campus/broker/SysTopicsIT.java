package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.broker.limits.LimitsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

/** The figures that the embedded broker publishes of itself, and their subscribers. */
class SysTopicsIT {

    private static final String ROOT = "$SYS/broker/";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofMillis(50);

    @TempDir
    private Path folder;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws IOException {
        Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite #\ntopic read $SYS/#\n");
        broker = start(acl, INTERVAL);
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
        String figure = ROOT + "publish/messages/received";
        try (TestClient first = client(figure)) {
            for (int published = 1; published <= 3; published++) {
                first.publish("a/b");
                awaitLast(first, figure + "=" + published);
            }
            try (TestClient later = client(figure)) {
                awaitLast(later, figure + "=3");
                first.publish("a/b");
                awaitLast(later, figure + "=4");
                assertThat(later.received()).containsExactly(figure + "=3", figure + "=4");
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
    void aClientThatLeftWithASessionIsInactive() throws Exception {
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
    @Test
    void filtersThatBeginWithAWildcardGetNone() throws MqttException {
        String uptime = "$SYS/broker/uptime";
        try (TestClient writer = client(uptime); TestClients readers = new TestClients(broker.url())) {
            writer.publish("x/broker/uptime", "before", true);
            await().atMost(PATIENCE).until(() -> !writer.received().isEmpty());
            List<TestClient> all = new ArrayList<>();
            for (String filter : List.of("#", "+/#", "+/broker/uptime", "+/broker/#")) {
                all.add(readers.another(null));
                assertThat(all.get(all.size() - 1).subscribe(filter)).isEqualTo(1);
            }
            int figures = writer.received().size();
            await().atMost(PATIENCE).until(() -> writer.received().size() > figures);
            writer.publish("x/broker/uptime", "after", false);
            for (TestClient reader : all) {
                await().atMost(PATIENCE).until(() -> reader.received().contains("x/broker/uptime=after"));
                assertThat(reader.received()).containsExactly("x/broker/uptime=before", "x/broker/uptime=after");
            }
        }
    }

    @Test
    void withoutAnIntervalThereAreNone() throws MqttException {
        broker.close();
        broker = start(folder.resolve("acl"), Duration.ZERO);
        try (TestClient client = client("$SYS/#")) {
            await().during(INTERVAL.multipliedBy(10)).atMost(PATIENCE).until(() -> client.received().isEmpty());
        }
    }

    private EmbeddedBroker start(Path acl, Duration interval) {
        return EmbeddedBroker.start(new BrokerConfig("127.0.0.1", Map.of(Listener.TCP, 0), Optional.empty(), acl,
                BrokerFixture.in(folder).passwords(), interval, LimitsFile.limits()));
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

    /** The last value of a figure; -1 if none has come. */
    private static long value(TestClient client, String name) {
        String prefix = ROOT + name + "=";
        return client.received().stream().filter(message -> message.startsWith(prefix))
                .mapToLong(message -> Long.parseLong(message.substring(prefix.length())))
                .reduce(-1, (before, last) -> last);
    }

    private static void awaitLast(TestClient client, String message) {
        await().atMost(PATIENCE).pollInterval(INTERVAL).untilAsserted(
                () -> assertThat(client.received()).last().isEqualTo(message));
    }
}
