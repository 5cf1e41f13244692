package campus.exchange;

/** The teacher answered, and said no; the message is one line that names the verdict and the reason given. */
public class RefusedByTeacherException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int MAX_LENGTH = 200;

    /** @param reason may be null; like the verdict it comes from outside, and is made printable here */
    RefusedByTeacherException(String what, String verdict, String reason) {
        super("the teacher refused the " + what + ": " + shown(verdict)
                + (reason == null || reason.isBlank() ? "" : " (" + shown(reason) + ")"));
    }

    private static String shown(String text) {
        return Text.printable(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text);
    }
}
