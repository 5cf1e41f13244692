package campus.link;

/**
 * The broker could not be reached, or refused to connect, subscribe or publish. The message is one line that names the
 * address, the user and the topic where there is one.
 */
public class LinkException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean refused;

    public LinkException(String message, boolean refused) {
        this(message, refused, null);
    }

    public LinkException(String message, boolean refused, Throwable cause) {
        super(message, cause);
        this.refused = refused;
    }

    /** Whether the broker answered and said no (MQTT 5 reason code 0x80 or more); else it could not be asked. */
    public boolean refused() {
        return refused;
    }
}
