package campus.broker;

import campus.testkit.NoDelay;
import campus.testkit.OnMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/** An MQTT 5 client of Paho Java that returns the reason codes of the broker. */
final class TestClient implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 10_000;

    private final MqttAsyncClient client;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<MqttMessage> messages = new CopyOnWriteArrayList<>();

    /** @param user null: anonymous; the password is that of {@link BrokerFixture#USERS} */
    TestClient(String url, String user) throws MqttException {
        this(url, user, user == null ? null : BrokerFixture.USERS.get(user));
    }

    TestClient(String url, String user, String password) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(new NoDelay());
        options.setUserName(user);
        options.setPassword(password == null ? null : password.getBytes(StandardCharsets.UTF_8));
        client = new MqttAsyncClient(url, "test-" + UUID.randomUUID(), new MemoryPersistence());
        client.setCallback((OnMessage) (topic, message) -> {
            messages.add(message);
            received.add(topic + "=" + message);
        });
        try {
            client.connect(options).waitForCompletion(PATIENCE_MILLIS);
        } catch (MqttException e) {
            client.close();
            throw e;
        }
    }

    /** Publishes the topic's name on it at QoS 1; the reason code of the PUBACK. */
    int publish(String topic) throws MqttException {
        return publish(topic, topic, false);
    }

    int publish(String topic, String payload, boolean retained) throws MqttException {
        MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, retained, null);
        return reasonCode(client.publish(topic, message));
    }

    /** Subscribes at QoS 1; the reason code of the SUBACK. */
    int subscribe(String filter) throws MqttException {
        MqttSubscription subscription = new MqttSubscription(filter, 1);
        return reasonCode(client.subscribe(new MqttSubscription[] {subscription}));
    }

    /** Messages so far, as TOPIC=PAYLOAD. */
    List<String> received() {
        return received;
    }

    /** Messages so far, with their flags. */
    List<MqttMessage> messages() {
        return messages;
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 1, true);
        client.close(true);
    }

    private static int reasonCode(IMqttToken token) throws MqttException {
        token.waitForCompletion(PATIENCE_MILLIS);
        return token.getReasonCodes()[0];
    }
}
