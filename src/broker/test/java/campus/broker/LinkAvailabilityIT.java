package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.broker.users.Passwords;
import campus.testkit.LogLines;
import campus.testkit.Mosquitto;
import campus.testkit.proxy.Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A publisher tells its state by birth payload and will, on real brokers. */
class LinkAvailabilityIT {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String STATE = "EDIFICIO_1/estado";
    private static final String WILL =
            "&willTopic=" + STATE + "&willPayload=offline&willQos=1&willRetained=true&maxReconnectDelay=300";

    @TempDir
    private Path folder;

    /** A broker under test. */
    private record Broker(int port, AutoCloseable running) implements AutoCloseable {

        String url() {
            return "tcp://127.0.0.1:" + port;
        }

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
             TestClient observer = observe(broker)) {
            try (CamelContext camel = publisher("paho-mqtt5:EDIFICIO_1?qos=1&brokerUrl=" + proxy.uri() + WILL)) {
                awaitStates(observer, "online");
                proxy.cut();
                awaitStates(observer, "online", "offline", "online");
                publish(camel, "a reading");
                assertThat(retained(broker)).isEqualTo("online");
            }
            awaitStates(observer, "online", "offline", "online", "offline");
            assertThat(retained(broker)).isEqualTo("offline");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "mosquitto"})
    void aPublisherWithoutAWillTellsNoState(String name) throws Exception {
        try (Broker broker = start(name); TestClient observer = observe(broker)) {
            try (CamelContext camel = publisher("paho-mqtt5:" + STATE + "?qos=1&brokerUrl=" + broker.url())) {
                publish(camel, "by hand");
            }
            awaitStates(observer, "by hand");
        }
    }

    @Test
    void aPublisherThatMayNotTellItsStateWarnsAndPublishes() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
        Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite EDIFICIO_1/P_1/#\ntopic read #\n");
        LogLines log = new LogLines("campus.link.Link");
        log.start();
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true", "acl_file " + acl);
             CamelContext camel = publisher("paho-mqtt5:EDIFICIO_1/P_1/x?qos=1&brokerUrl=" + broker.url() + WILL)) {
            publish(camel, "a reading");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.lines()).anyMatch(
                    line -> line.contains("an anonymous client may not publish to " + STATE)));
            broker.kill();
            broker.restart();
            publish(camel, "another reading");
            assertThat(log.lines()).filteredOn(line -> line.contains("may not publish")).as("once for each reason")
                    .hasSize(1);
        } finally {
            log.stop();
        }
    }

    private Broker start(String name) throws IOException {
        if (name.equals("embedded")) {
            Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite #\n");
            Path passwords = folder.resolve("passwords");
            Passwords.write(passwords, Map.of("any", "secret"));
            EmbeddedBroker broker = new BrokerFixture(acl, passwords).start();
            return new Broker(broker.port(), broker);
        }
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
        Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true");
        return new Broker(broker.port(), broker);
    }

    /** A route that publishes, with the shipped birth payload. */
    private static CamelContext publisher(String uri) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getPropertiesComponent().addInitialProperty("campus.link.birth-payload", "online");
        camel.getShutdownStrategy().setTimeout(2);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").errorHandler(noErrorHandler()).to(uri);
            }
        });
        camel.start();
        return camel;
    }

    private static void publish(CamelContext camel, String body) throws Exception {
        camel.createProducerTemplate().asyncSendBody("direct:out", body).get(10, TimeUnit.SECONDS);
    }

    private static TestClient observe(Broker broker) throws MqttException {
        TestClient observer = new TestClient(broker.url(), null);
        assertThat(observer.subscribe(STATE)).isEqualTo(1);
        return observer;
    }

    private static void awaitStates(TestClient observer, String... expected) {
        String[] messages = Stream.of(expected).map(state -> STATE + "=" + state).toArray(String[]::new);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(observer.received()).containsExactly(messages));
    }

    /** The state that the broker has for a new subscriber. */
    private static String retained(Broker broker) throws MqttException {
        try (TestClient late = observe(broker)) {
            await().atMost(PATIENCE).until(() -> !late.messages().isEmpty());
            MqttMessage message = late.messages().get(0);
            assertThat(message.isRetained()).isTrue();
            assertThat(message.getQos()).isEqualTo(1);
            return message.toString();
        }
    }
}
