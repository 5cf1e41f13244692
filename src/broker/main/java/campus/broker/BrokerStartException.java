package campus.broker;

/**
 * The embedded broker cannot listen. The message is one line for a person: what is in the way, and which key to
 * change. Nothing of the broker is left running when it is thrown.
 */
public class BrokerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrokerStartException(String message) {
        super(message);
    }

    public BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
