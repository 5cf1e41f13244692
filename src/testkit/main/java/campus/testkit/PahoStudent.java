package campus.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** An MQTT 5 student made of Paho alone, with the user dst, which asks for answers on a Response Topic. */
public final class PahoStudent implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String id = "paho-" + UUID.randomUUID();
    private final MqttAsyncClient client;
    private final Map<String, CompletableFuture<MqttMessage>> questions = new ConcurrentHashMap<>();
    private final List<MqttMessage> answers = new CopyOnWriteArrayList<>();
    private final List<String> codes = new CopyOnWriteArrayList<>();

    /**
     * Connects, and subscribes to DST/CODIGO and to its Response Topic.
     *
     * @param port of a broker on 127.0.0.1
     */
    public PahoStudent(int port) throws MqttException {
        client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(new NoDelay());
        options.setUserName("dst");
        options.setPassword("dst".getBytes(StandardCharsets.UTF_8));
        client.connect(options).waitForCompletion(PATIENCE.toMillis());
        subscribe("DST/RESPUESTA/" + id + "/#", (topic, message) -> answered(message));
        subscribe("DST/CODIGO", (topic, message) -> codes.add(message.toString()));
    }

    private void subscribe(String filter, IMqttMessageListener listener) throws MqttException {
        MqttProperties properties = new MqttProperties();
        properties.setSubscriptionIdentifiers(List.of(0));
        client.subscribe(new MqttSubscription(filter, 1), null, null, listener, properties)
                .waitForCompletion(PATIENCE.toMillis());
    }

    private void answered(MqttMessage answer) {
        answers.add(answer);
        byte[] correlation = answer.getProperties().getCorrelationData();
        if (correlation != null) {
            question(new String(correlation, StandardCharsets.UTF_8)).complete(answer);
        }
    }

    private CompletableFuture<MqttMessage> question(String correlation) {
        return questions.computeIfAbsent(correlation, each -> new CompletableFuture<>());
    }

    /** The Response Topic of this client, which it may read. */
    public String responseTopic() {
        return "DST/RESPUESTA/" + id + "/1";
    }

    /** Publishes, and returns the answer with the same Correlation Data; empty if none comes in time. */
    public Optional<MqttMessage> ask(String topic, String payload, Duration patience) throws MqttException {
        return ask(topic, payload, responseTopic(), patience);
    }

    /** As above, with any Response Topic; null for none, and then the code comes on DST/CODIGO. */
    public Optional<MqttMessage> ask(String topic, String payload, String responseTopic, Duration patience)
            throws MqttException {
        String correlation = UUID.randomUUID().toString();
        MqttProperties properties = new MqttProperties();
        if (responseTopic != null) {
            properties.setResponseTopic(responseTopic);
        }
        properties.setCorrelationData(correlation.getBytes(StandardCharsets.UTF_8));
        client.publish(topic, new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, false, properties))
                .waitForCompletion(PATIENCE.toMillis());
        return Optional.ofNullable(question(correlation)
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS).join());
    }

    /** A user property of an answer. */
    public static String property(MqttMessage answer, String name) {
        return answer.getProperties().getUserProperties().stream()
                .filter(property -> property.getKey().equals(name)).findFirst().orElseThrow().getValue();
    }

    /** The messages that came on DST/CODIGO. */
    public List<String> codes() {
        return codes;
    }

    /** All messages that came on the Response Topic. */
    public List<MqttMessage> answers() {
        return answers;
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 1, true);
        client.close(true);
    }
}
