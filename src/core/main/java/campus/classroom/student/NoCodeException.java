package campus.classroom.student;

/** No code came in time; the message says what was awaited. */
public class NoCodeException extends Exception {

    private static final long serialVersionUID = 1L;

    NoCodeException(String message) {
        super(message);
    }
}
