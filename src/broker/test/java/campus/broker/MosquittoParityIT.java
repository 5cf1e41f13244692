package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mosquitto with the two files of the embedded broker, which must decide the same. */
class MosquittoParityIT {

    private static final int NO_SUBSCRIBER = 0x10;
    private static final int NOT_AUTHORIZED = 0x87;

    /** A user that may publish on the topics below a first level. */
    private static final Map<String, String> OWNERS =
            Map.of("salon", "dst", "DST", "profesor", "EDIFICIO_1", "edificio");
    /** A topic that a user may publish and read. */
    private static final Map<String, String> OWN_TOPICS =
            Map.of("dst", "DST/PRUEBA", "profesor", "DST/FIN", "edificio", "EDIFICIO_1/FIN");

    @TempDir
    static Path folder;

    private static Mosquitto mosquitto;
    private static TestClients clients;

    @BeforeAll
    static void start() {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so it cannot be compared with");
        BrokerFixture files = BrokerFixture.in(folder);
        mosquitto = Mosquitto.start(folder, "allow_anonymous true",
                "acl_file " + files.acl(), "password_file " + files.passwords());
        clients = new TestClients(mosquitto.url());
    }

    @AfterAll
    static void stop() throws MqttException {
        if (mosquitto != null) {
            clients.close();
            mosquitto.close();
        }
    }

    @ParameterizedTest(name = "{0} publishes on {1}: {2}")
    @MethodSource("campus.broker.Permissions#publishing")
    void publishing(String user, String topic, boolean allowed) throws MqttException {
        assertThat(clients.of(user).publish(topic)).isIn(allowed ? List.of(0, NO_SUBSCRIBER) : List.of(NOT_AUTHORIZED));
    }

    @ParameterizedTest(name = "{0} reads {1}: {2}")
    @MethodSource("campus.broker.Permissions#reading")
    void reading(String user, String topic, boolean allowed) throws MqttException {
        String owner = OWNERS.get(topic.substring(0, topic.indexOf('/')));
        String last = user == null ? "salon/fin" : OWN_TOPICS.get(user);
        TestClient reader = clients.of(user);
        reader.subscribe(topic);
        if (!last.equals(topic)) {
            reader.subscribe(last);
        }
        clients.of(owner).publish(topic, "wanted by " + user, false);
        // Mosquitto delivers in order: once this is here, the other one was, or will never be.
        String end = "after " + topic;
        reader.publish(last, end, false);
        await().pollInterval(Duration.ofMillis(10)).until(() -> reader.received().contains(last + "=" + end));

        assertThat(reader.received().contains(topic + "=wanted by " + user)).isEqualTo(allowed);
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatThrownBy(() -> new TestClient(mosquitto.url(), "dst", "wrong").close())
                .isInstanceOfSatisfying(MqttException.class,
                        e -> assertThat(e.getReasonCode()).isEqualTo(NOT_AUTHORIZED));
    }
}
