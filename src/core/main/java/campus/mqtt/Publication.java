package campus.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A message to publish (MQTT 5 section 3.3).
 *
 * @param topic           topic name
 * @param payload         any bytes
 * @param responseTopic   topic for the answer, empty if none is wanted (section 3.3.2.3.5)
 * @param correlationData bytes that the answer repeats (section 3.3.2.3.6); may be null
 * @param userProperties  by name (section 3.3.2.3.7)
 * @param expiry          time after which the broker drops it, sent in whole seconds (section 3.3.2.3.3); zero: never
 */
public record Publication(String topic, byte[] payload, Optional<String> responseTopic, byte[] correlationData,
        Map<String, String> userProperties, Duration expiry) {

    /** A text in UTF-8 without properties. */
    public static Publication of(String topic, String text) {
        return new Publication(topic, text.getBytes(StandardCharsets.UTF_8), Optional.empty(), null, Map.of(),
                Duration.ZERO);
    }

    /** The same message, for which an answer is wanted. */
    public Publication replyTo(String answerTopic, byte[] correlation) {
        return new Publication(topic, payload, Optional.of(answerTopic), correlation, userProperties, expiry);
    }

    /** The same message, which the broker drops after this time. */
    public Publication expiring(Duration after) {
        return new Publication(topic, payload, responseTopic, correlationData, userProperties, after);
    }
}
