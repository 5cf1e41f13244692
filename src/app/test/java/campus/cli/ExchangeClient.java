package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import campus.testkit.NoDelay;
import campus.testkit.OnMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** A student or spy with a bare MQTT 5 client. */
final class ExchangeClient implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 10_000;

    private final MqttAsyncClient client;
    private final List<MqttMessage> received = new CopyOnWriteArrayList<>();

    ExchangeClient(int port, String id, String user, String password) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(new NoDelay());
        options.setUserName(user);
        options.setPassword(password.getBytes(UTF_8));
        client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
        client.setCallback((OnMessage) (topic, message) -> received.add(message));
        client.connect(options).waitForCompletion(PATIENCE_MILLIS);
    }

    ExchangeClient subscribe(String filter) throws MqttException {
        client.subscribe(filter, 1).waitForCompletion(PATIENCE_MILLIS);
        return this;
    }

    void publish(String topic, byte[] payload) throws MqttException {
        publish(topic, payload, false, new MqttProperties());
    }

    void publishRetained(String topic, String text) throws MqttException {
        publish(topic, text.getBytes(UTF_8), true, new MqttProperties());
    }

    /** Publishes a request; null for no correlation data. */
    void request(String topic, String text, String responseTopic, byte[] correlationData) throws MqttException {
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic(responseTopic);
        properties.setCorrelationData(correlationData);
        publish(topic, text.getBytes(UTF_8), false, properties);
    }

    private void publish(String topic, byte[] payload, boolean retained, MqttProperties properties)
            throws MqttException {
        MqttMessage message = new MqttMessage(payload, 1, retained, properties);
        // Paho frees the place of an acknowledged message a moment after it has said so.
        await().pollInterval(Duration.ofMillis(1)).ignoreExceptionsMatching(ExchangeClient::isFull)
                .until(() -> client.publish(topic, message), token -> true).waitForCompletion(PATIENCE_MILLIS);
    }

    private static boolean isFull(Throwable e) {
        return e instanceof MqttException mqtt && mqtt.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT;
    }

    /** The payloads so far. */
    List<String> texts() {
        return received.stream().map(message -> new String(message.getPayload(), UTF_8)).toList();
    }

    /** The messages so far, with their properties. */
    List<MqttMessage> messages() {
        return received;
    }

    static Optional<String> userProperty(MqttMessage message, String name) {
        return message.getProperties().getUserProperties().stream()
                .filter(property -> property.getKey().equals(name)).map(UserProperty::getValue).findFirst();
    }

    @Override
    public void close() throws MqttException {
        try {
            client.disconnectForcibly(0, 100, true);
        } finally {
            client.close(true);
        }
    }
}
