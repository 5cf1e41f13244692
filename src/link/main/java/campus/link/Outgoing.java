package campus.link;

import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** A message that is to be published, and its sender's callback. No record: two equal messages are two messages. */
final class Outgoing {

    private final Object sender;
    private final String topic;
    private final MqttMessage message;
    private final Consumer<LinkException> done;
    private int id;
    private boolean sent;
    private boolean received;

    Outgoing(Object sender, String topic, MqttMessage message, Consumer<LinkException> done) {
        this.sender = sender;
        this.topic = topic;
        this.message = message;
        this.done = done;
    }

    Object sender() {
        return sender;
    }

    String topic() {
        return topic;
    }

    MqttMessage message() {
        return message;
    }

    int qos() {
        return message.getQos();
    }

    void done(LinkException failure) {
        done.accept(failure);
    }

    /** The packet identifier; 0 if it has none yet. */
    int id() {
        return id;
    }

    void id(int taken) {
        id = taken;
    }

    /** Whether it was sent before in this session. */
    boolean isSent() {
        return sent;
    }

    void sent(boolean inThisSession) {
        sent = inThisSession;
    }

    /** QoS 2: whether the broker has it (PUBREC), and is told to release it (PUBREL). */
    boolean isReceived() {
        return received;
    }

    void received() {
        received = true;
    }
}
