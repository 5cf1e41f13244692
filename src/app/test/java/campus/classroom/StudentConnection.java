package campus.classroom;

import campus.testkit.NoDelay;
import campus.testkit.OnMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** One MQTT 5 connection of a plain client that many students share. Not for more than one publishing thread. */
public final class StudentConnection implements AutoCloseable {

    public static final String REQUEST = "DST/PETICION";
    public static final String CODE = "DST/CODIGO";
    public static final String SOLUTION = "DST/SOLUCION";

    private static final long PATIENCE_MILLIS = 10_000;

    private final MqttAsyncClient client;
    private final String responses;

    /**
     * A received message.
     *
     * @param question of {@link #ask}; -1 if it has no such number
     * @param verdict  user property; empty if there is none
     */
    public record Arrived(String topic, String text, long question, String verdict) {

        static Arrived of(String topic, MqttMessage message) {
            MqttProperties properties = message.getProperties();
            byte[] correlation = properties == null ? null : properties.getCorrelationData();
            String verdict = properties == null ? "" : properties.getUserProperties().stream()
                    .filter(property -> property.getKey().equals("verdict")).map(UserProperty::getValue)
                    .findFirst().orElse("");
            return new Arrived(topic, new String(message.getPayload(), StandardCharsets.UTF_8),
                    correlation != null && correlation.length == Long.BYTES ? ByteBuffer.wrap(correlation).getLong()
                    : -1,
                    verdict);
        }
    }

    /**
     * Connects.
     *
     * @param arrived gets each received message on the client's thread; must not wait
     */
    public StudentConnection(String url, String clientId, Consumer<Arrived> arrived) throws MqttException {
        responses = "DST/RESPUESTA/" + clientId;
        client = new MqttAsyncClient(url, clientId, new MemoryPersistence());
        client.setCallback((OnMessage) (topic, message) -> arrived.accept(Arrived.of(topic, message)));
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(new NoDelay());
        client.connect(options).waitForCompletion(PATIENCE_MILLIS);
    }

    /** Subscribes at QoS 1. */
    public StudentConnection subscribe(String filter) throws MqttException {
        client.subscribe(new MqttSubscription[] {new MqttSubscription(filter, 1)}).waitForCompletion(PATIENCE_MILLIS);
        return this;
    }

    /** Subscribes to the answers to {@link #ask}. */
    public StudentConnection subscribeToAnswers() throws MqttException {
        return subscribe(responses + "/#");
    }

    /** Publishes at QoS 1 as lab sheet 2 has it; completes when the broker has it. */
    public CompletableFuture<Void> tell(String topic, String text) {
        return publish(topic, new MqttMessage(text.getBytes(StandardCharsets.UTF_8), 1, false, new MqttProperties()));
    }

    /** Publishes with a Response Topic of this connection and the number of the question as Correlation Data. */
    public CompletableFuture<Void> ask(String topic, String text, long question) {
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic(responses + "/" + question % 100);
        properties.setCorrelationData(ByteBuffer.allocate(Long.BYTES).putLong(question).array());
        return publish(topic, new MqttMessage(text.getBytes(StandardCharsets.UTF_8), 1, false, properties));
    }

    private CompletableFuture<Void> publish(String topic, MqttMessage message) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            client.publish(topic, message, null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    done.complete(null);
                }

                @Override
                public void onFailure(IMqttToken token, Throwable cause) {
                    done.completeExceptionally(cause);
                }
            });
        } catch (MqttException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 1, true);
        client.close(true);
    }
}
