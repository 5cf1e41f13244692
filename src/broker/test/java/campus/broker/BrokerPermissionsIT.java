package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged ACL on the embedded broker, as MQTT 5 and 3.1.1 clients see it. */
class BrokerPermissionsIT {

    private static final int SUCCESS = 0;
    private static final int GRANTED_QOS_1 = 1;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int TOPIC_NAME_INVALID = 0x90;

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static TestClients clients;

    @BeforeAll
    static void start() {
        broker = BrokerFixture.in(folder).start();
        clients = new TestClients(broker.url());
    }

    @AfterAll
    static void stop() throws MqttException {
        clients.close();
        broker.close();
    }

    @ParameterizedTest(name = "{0} publishes on {1}: {2}")
    @MethodSource("campus.broker.Permissions#publishing")
    void publishing(String user, String topic, boolean allowed) throws MqttException {
        assertThat(clients.of(user).publish(topic)).isEqualTo(allowed ? SUCCESS : NOT_AUTHORIZED);
    }

    @ParameterizedTest(name = "{0} subscribes to {1}: {2}")
    @MethodSource("campus.broker.Permissions#subscribing")
    void subscribing(String user, String filter, boolean allowed) throws MqttException {
        assertThat(clients.of(user).subscribe(filter)).isEqualTo(allowed ? GRANTED_QOS_1 : NOT_AUTHORIZED);
    }

    @Test
    void aPermittedMessageArrives() throws MqttException {
        try (TestClient teacher = new TestClient(broker.url(), "profesor");
                TestClient student = new TestClient(broker.url(), "dst")) {
            teacher.subscribe("DST/+");
            student.subscribe("DST/CODIGO");
            student.publish("DST/PETICION");
            student.publish("DST/CODIGO");
            teacher.publish("DST/CODIGO");

            await().untilAsserted(() -> assertThat(teacher.received())
                    .containsExactly("DST/PETICION=DST/PETICION", "DST/CODIGO=DST/CODIGO"));
            await().untilAsserted(() -> assertThat(student.received()).containsExactly("DST/CODIGO=DST/CODIGO"));
        }
    }

    @ParameterizedTest(name = "{0} with password {1}")
    @CsvSource(nullValues = "-", value = {"dst, wrong", "dst, -", "nobody, dst", "profesor, dst"})
    void aWrongLoginIsRefused(String user, String password) throws Exception {
        try (RawClient client = new RawClient(broker.port(), RawClient.MQTT_5)) {
            assertThat(client.connect(user, password, 60, null)).isEqualTo(0x86);
        }
        try (RawClient client = new RawClient(broker.port(), RawClient.MQTT_3_1_1)) {
            assertThat(client.connect(user, password, 60, null)).isEqualTo(5);
        }
    }

    @Test
    void anMqtt311ClientSeesRefusedSubscriptionsOnlyAndStaysConnected() throws Exception {
        try (RawClient client = new RawClient(broker.port(), RawClient.MQTT_3_1_1)) {
            assertThat(client.connect("dst", "dst", 60, null)).isZero();

            assertThat(client.subscribe("DST/PETICION")).isEqualTo(0x80);
            assertThat(client.subscribe("DST/CODIGO")).isEqualTo(1);
            assertThat(client.publish("DST/CODIGO", 1)).containsExactly(0, 7);
            assertThat(client.publish("DST/CODIGO", 2)).containsExactly(0, 7);
            assertThat(client.answersPing()).isTrue();
        }
    }

    @Test
    void atQos2ThePubrecHasTheReason() throws Exception {
        try (RawClient client = new RawClient(broker.port(), RawClient.MQTT_5)) {
            client.connect("dst", "dst", 60, null);

            assertThat(client.publish("DST/CODIGO", 2)).startsWith(0, 7, NOT_AUTHORIZED);
            assertThat(client.answersPing()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {RawClient.MQTT_3_1_1, RawClient.MQTT_5})
    void aWillObeysThePermissions(int version) throws Exception {
        try (TestClient teacher = new TestClient(broker.url(), "profesor")) {
            teacher.subscribe("DST/#");
            boolean mqtt5 = version == RawClient.MQTT_5;
            assertThat(connectWithWill(version, "DST/CODIGO")).isEqualTo(mqtt5 ? NOT_AUTHORIZED : 5);
            assertThat(connectWithWill(version, "DST/#")).isEqualTo(mqtt5 ? TOPIC_NAME_INVALID : 5);
            assertThat(connectWithWill(version, "DST/PRUEBA")).isZero();
            await().untilAsserted(() -> assertThat(teacher.received()).contains("DST/PRUEBA=will"));
            // Wills have no order, so another one may follow.
            await().during(Duration.ofMillis(300))
                    .untilAsserted(() -> assertThat(teacher.received()).containsExactly("DST/PRUEBA=will"));
        }
    }

    /** Breaks off if the broker lets the client in. */
    private static int connectWithWill(int version, String topic) throws IOException {
        try (RawClient student = new RawClient(broker.port(), version)) {
            return student.connect("dst", "dst", 60, topic);
        }
    }

    @Test
    void retainedMessagesReachALaterSubscriber() throws MqttException {
        try (TestClient building = new TestClient(broker.url(), "edificio")) {
            building.publish("EDIFICIO_1/P_1/N/1/TEMP", "21", true);
            building.subscribe("EDIFICIO_1/+/+/+/TEMP");

            await().untilAsserted(() -> assertThat(building.received())
                    .containsExactly("EDIFICIO_1/P_1/N/1/TEMP=21"));
        }
    }
}
