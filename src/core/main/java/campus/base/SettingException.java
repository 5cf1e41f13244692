package campus.base;

/**
 * A property, an option or a file that the user gave cannot be used. The message is one line for that person: which
 * key or file (and line), what was wrong, what is accepted. It never holds a secret, and needs no stack trace.
 */
public class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingException(String message) {
        super(message);
    }
}
