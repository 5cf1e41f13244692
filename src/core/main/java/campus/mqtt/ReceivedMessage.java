package campus.mqtt;

import java.util.Map;
import java.util.Optional;

/**
 * A message as a subscriber gets it (MQTT 5 section 3.3).
 *
 * @param topic           its topic name
 * @param payload         its bytes
 * @param qos             0, 1 or 2
 * @param retained        whether the broker had stored it before the subscription (section 3.3.1.3)
 * @param responseTopic   where its sender wants an answer (section 3.3.2.3.5)
 * @param correlationData what the sender needs to recognise the answer (section 3.3.2.3.6); may be null
 * @param userProperties  by name; of several with the same name the first (section 3.3.2.3.7)
 */
public record ReceivedMessage(String topic, byte[] payload, int qos, boolean retained, Optional<String> responseTopic,
        byte[] correlationData, Map<String, String> userProperties) {

    /** A message that has nothing but a topic and a payload, received at QoS 1. */
    public static ReceivedMessage of(String topic, byte[] payload) {
        return new ReceivedMessage(topic, payload, 1, false, Optional.empty(), null, Map.of());
    }
}
