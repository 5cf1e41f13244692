package campus.classroom.student;

/** No code came in time. The message names the topic, the time and the masked DNI. */
public class NoCodeException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message as above */
    public NoCodeException(String message) {
        super(message);
    }
}
