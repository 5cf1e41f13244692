package campus.link;

import campus.link.wire.ConnectFailure;

/**
 * The broker could not be reached, or it refused to connect, subscribe or publish. The message is one line that names
 * the address, the user and the topic if there is one.
 */
public class LinkException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean refused;
    private final String remedy;

    /**
     * A failure of a link.
     *
     * @param message one line without a secret
     * @param refused see {@link #refused()}
     * @param remedy  see {@link #remedy()}
     */
    LinkException(String message, boolean refused, String remedy) {
        super(message);
        this.refused = refused;
        this.remedy = remedy;
    }

    /**
     * A failure to connect.
     *
     * @param before the words before its text
     * @param cause  null if there is none
     */
    public LinkException(String before, ConnectFailure failure, Throwable cause) {
        super(before + failure.text(), cause);
        this.refused = failure.refused();
        this.remedy = failure.remedy();
    }

    static LinkException notPublished(String topic, String reason, boolean refused) {
        return new LinkException("not published to " + topic + ": " + reason, refused, "");
    }

    /** Whether the broker has answered with a refusal (MQTT 5 reason code 0x80 or more); else it could not be asked. */
    public boolean refused() {
        return refused;
    }

    /** What the user may do, one clause; empty if there is nothing to say. */
    public String remedy() {
        return remedy;
    }
}
