package campus.broker;

/**
 * The embedded broker cannot listen. The message is one line: the reason, and which property to change. Nothing of the
 * broker runs when it is thrown.
 */
public class BrokerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line: the reason and the remedy */
    public BrokerStartException(String message) {
        super(message);
    }

    /** @param message one line: the reason and the remedy */
    public BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
