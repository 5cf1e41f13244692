package campus.link;

import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** A message that is to be published, and its sender's callback. No record: two equal messages are two messages. */
final class OutgoingMessage {

    final Object sender;
    final String topic;
    final MqttMessage message;
    /** Takes null if the broker has it, else the reason. */
    final Consumer<LinkException> done;
    /** The packet identifier; 0 if it has none yet. */
    int id;
    /** Whether it was sent before in this session. */
    boolean sent;
    /** Whether it is in the figures of the link: not if it is the link's own. */
    boolean counted;
    /** QoS 2: whether the broker has it (PUBREC), and is told to release it (PUBREL). */
    boolean received;

    OutgoingMessage(Object sender, String topic, MqttMessage message, Consumer<LinkException> done) {
        this.sender = sender;
        this.topic = topic;
        this.message = message;
        this.done = done;
    }

    int qos() {
        return message.getQos();
    }
}
