package campus.base;

/**
 * A property, an option or a file of the user cannot be used. The message is one line for the user: the key or the file
 * (and its line), the problem, and what is accepted. It never holds a secret, and is printed without a stack trace.
 */
public class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line */
    public SettingException(String message) {
        super(message);
    }
}
