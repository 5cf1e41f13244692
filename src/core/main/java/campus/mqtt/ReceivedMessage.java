package campus.mqtt;

import java.util.Map;
import java.util.Optional;

/**
 * A message that a subscriber received (MQTT 5 section 3.3).
 *
 * @param topic           topic name
 * @param payload         any bytes
 * @param qos             0, 1 or 2
 * @param retained        whether the broker had stored it before the subscription (section 3.3.1.3)
 * @param responseTopic   topic on which its sender wants an answer (section 3.3.2.3.5)
 * @param correlationData bytes that the answer repeats (section 3.3.2.3.6); may be null
 * @param userProperties  by name; the first of several with the same name (section 3.3.2.3.7)
 */
public record ReceivedMessage(String topic, byte[] payload, int qos, boolean retained, Optional<String> responseTopic,
        byte[] correlationData, Map<String, String> userProperties) {
}
