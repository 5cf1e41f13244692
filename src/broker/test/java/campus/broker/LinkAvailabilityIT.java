package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.broker.users.Passwords;
import campus.link.BirthAndWill;
import campus.link.MosquittoCamel;
import campus.mqtt.Received;
import campus.testkit.LogLines;
import campus.testkit.Mosquitto;
import campus.testkit.proxy.Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A publisher whose state is known to everybody, by birth payload and will, on real brokers. */
class LinkAvailabilityIT {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String WILL = "&birthPayload=online&willTopic=EDIFICIO_1/estado&willPayload=offline&willQos=1"
            + "&willRetained=true&maxReconnectDelay=300";

    @TempDir
    private Path folder;

    /** A broker under test. */
    private record Broker(int port, AutoCloseable running) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            running.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "mosquitto"})
    void isOnlineWhileConnectedAndOfflineAfterALossAndAfterTheEnd(String name) throws Exception {
        try (Broker broker = start(name);
             Proxy proxy = Proxy.to(broker.port());
             MosquittoCamel observer = new MosquittoCamel()) {
            List<String> states = observe(observer, broker);
            try (MosquittoCamel camel = new MosquittoCamel()) {
                camel.publish("out", "paho-mqtt5:EDIFICIO_1?brokerUrl=" + proxy.uri() + WILL).start();
                awaitStates(states, "online");
                proxy.cut();
                awaitStates(states, "online", "offline", "online");
                camel.send("out", "a reading").get(10, TimeUnit.SECONDS);
                assertThat(retained(broker)).isEqualTo("online");
            }
            awaitStates(states, "online", "offline", "online", "offline");
            assertThat(retained(broker)).isEqualTo("offline");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "mosquitto"})
    void aPublisherWithoutAWillSaysNothing(String name) throws Exception {
        try (Broker broker = start(name); MosquittoCamel observer = new MosquittoCamel()) {
            List<String> states = observe(observer, broker);
            try (MosquittoCamel camel = new MosquittoCamel()) {
                camel.publish("out", "paho-mqtt5:EDIFICIO_1/estado?brokerUrl=tcp://127.0.0.1:" + broker.port()).start();
                camel.send("out", "by hand").get(10, TimeUnit.SECONDS);
            }
            awaitStates(states, "by hand");
        }
    }

    @Test
    void whoMayNotAnnounceItselfIsToldAndPublishesAllTheSame() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
        Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite EDIFICIO_1/P_1/#\ntopic read #\n");
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true", "acl_file " + acl);
             MosquittoCamel camel = new MosquittoCamel()) {
            LogLines log = new LogLines(BirthAndWill.class);
            log.start();
            camel.publish("out", "paho-mqtt5:EDIFICIO_1/P_1/x?brokerUrl=" + broker.url() + WILL).start();
            camel.send("out", "a reading").get(10, TimeUnit.SECONDS);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.lines()).anyMatch(
                    line -> line.contains("an anonymous client may not publish to EDIFICIO_1/estado")));
            log.stop();
        }
    }

    private Broker start(String name) throws IOException {
        if (name.equals("embedded")) {
            Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite #\n");
            Path passwords = folder.resolve("passwords");
            Passwords.write(passwords, Map.of("somebody", "secret"));
            EmbeddedBroker broker = EmbeddedBroker.start(new BrokerConfig("127.0.0.1", 0, acl, passwords));
            return new Broker(broker.port(), broker);
        }
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
        Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true");
        return new Broker(broker.port(), broker);
    }

    private static List<String> observe(MosquittoCamel observer, Broker broker) throws Exception {
        List<String> states = new CopyOnWriteArrayList<>();
        observer.consume("observer", "paho-mqtt5:EDIFICIO_1/estado?qos=1&brokerUrl=tcp://127.0.0.1:" + broker.port(),
                exchange -> states.add(exchange.getMessage().getBody(String.class))).start();
        await().atMost(PATIENCE).until(() -> observer.isUp("observer"));
        return states;
    }

    private static void awaitStates(List<String> states, String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states).containsExactly(expected));
    }

    /** What the broker has for those who come now. */
    private static String retained(Broker broker) throws Exception {
        List<String> states = new CopyOnWriteArrayList<>();
        try (MosquittoCamel late = new MosquittoCamel()) {
            late.consume("late", "paho-mqtt5:EDIFICIO_1/estado?qos=1&brokerUrl=tcp://127.0.0.1:" + broker.port(),
                    exchange -> states.add(state(exchange))).start();
            await().atMost(PATIENCE).until(() -> !states.isEmpty());
        }
        return states.get(0);
    }

    private static String state(Exchange exchange) {
        assertThat(Received.retained(exchange)).isTrue();
        assertThat(exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_QOS, Integer.class)).isEqualTo(1);
        return exchange.getMessage().getBody(String.class);
    }
}
