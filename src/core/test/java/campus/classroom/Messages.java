package campus.classroom;

import static java.nio.charset.StandardCharsets.UTF_8;

import campus.mqtt.ReceivedMessage;
import java.util.Map;
import java.util.Optional;

/** Messages as a subscriber receives them. */
public final class Messages {

    private static final String TOPIC = "DST/PETICION";

    private Messages() {
    }

    /** A text without MQTT 5 properties. */
    public static ReceivedMessage message(String text) {
        return message(text.getBytes(UTF_8));
    }

    /** A payload without MQTT 5 properties. */
    public static ReceivedMessage message(byte[] payload) {
        return new ReceivedMessage(TOPIC, payload, 1, false, Optional.empty(), null, Map.of());
    }

    /** A text that the broker stored before the subscription. */
    public static ReceivedMessage retained(String text) {
        return new ReceivedMessage(TOPIC, text.getBytes(UTF_8), 1, true, Optional.empty(), null, Map.of());
    }

    /** A text whose sender wants an answer. */
    public static ReceivedMessage withResponseTopic(String responseTopic, String text) {
        return new ReceivedMessage(TOPIC, text.getBytes(UTF_8), 1, false, Optional.of(responseTopic), null, Map.of());
    }

    /** An answer of the teacher. */
    public static ReceivedMessage answer(String text, byte[] correlationData, Map<String, String> userProperties) {
        return new ReceivedMessage(TOPIC, text.getBytes(UTF_8), 1, false, Optional.empty(), correlationData,
                userProperties);
    }
}
