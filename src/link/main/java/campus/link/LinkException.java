package campus.link;

/**
 * The broker could not be reached, or it refused to connect, subscribe or publish. The message is one line that names
 * the address, the user and the topic if there is one.
 */
public class LinkException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean refused;

    LinkException(String message, boolean refused) {
        this(message, refused, null);
    }

    /**
     * A failure of a link.
     *
     * @param message one line without a secret
     * @param refused see {@link #refused()}
     * @param cause   null if there is none
     */
    public LinkException(String message, boolean refused, Throwable cause) {
        super(message, cause);
        this.refused = refused;
    }

    static LinkException notPublished(String topic, String reason, boolean refused) {
        return new LinkException("not published to " + topic + ": " + reason, refused);
    }

    /** For a message that waits for no connection: QoS 0 and 2. */
    static LinkException notKept(String topic, int qos, String reason) {
        return notPublished(topic, reason + ", and QoS " + qos + " is not kept", false);
    }

    /** Whether the broker has answered with a refusal (MQTT 5 reason code 0x80 or more); else it could not be asked. */
    public boolean refused() {
        return refused;
    }
}
