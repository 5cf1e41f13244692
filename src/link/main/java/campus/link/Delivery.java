package campus.link;

import campus.link.connection.Connection;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** One message on its way through the routes. */
public final class Delivery {

    private static final int UNCLAIMED = -1;

    private final String topic;
    private final MqttMessage message;
    /** The one on which it came last. */
    Connection connection;
    /** How many consumers have not handled it yet, or {@link #UNCLAIMED}. */
    private int open;
    private volatile boolean left;

    Delivery(Connection connection, String topic, MqttMessage message) {
        this.connection = connection;
        this.topic = topic;
        this.message = message;
    }

    /** The topic that it was published on. */
    public String topic() {
        return topic;
    }

    /** The message, with its QoS and properties. */
    public MqttMessage message() {
        return message;
    }

    /** One more consumer has it. */
    void claim() {
        open++;
    }

    /** A consumer stops and leaves it to its next start. May be called by any thread, before {@link #handled}. */
    void leave() {
        left = true;
    }

    /** A consumer has handled it, or has left it. */
    void handled() {
        open--;
        if (open == 0 && left) {
            unclaimed();
        }
    }

    boolean isHandled() {
        return open == 0;
    }

    /** The session still has the subscription of a consumer that has stopped: the broker is to keep the message. */
    void unclaimed() {
        open = UNCLAIMED;
    }

    boolean isUnclaimed() {
        return open == UNCLAIMED;
    }

    /** Stands for a message whose payload is not kept. */
    static long fingerprint(String topic, MqttMessage message) {
        CRC32C sum = new CRC32C();
        sum.update(message.getPayload());
        return sum.getValue() << Integer.SIZE ^ 31L * topic.hashCode() + message.getPayload().length;
    }

    boolean isSame(String otherTopic, MqttMessage other) {
        return message.getId() == other.getId() && topic.equals(otherTopic)
                && Arrays.equals(message.getPayload(), other.getPayload());
    }
}
