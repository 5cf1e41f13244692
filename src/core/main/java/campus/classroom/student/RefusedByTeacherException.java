package campus.classroom.student;

import campus.base.PrintableText;
import campus.classroom.Answer;

/** The teacher answered, and said no; the message is one line that names the verdict and the reason given. */
public class RefusedByTeacherException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int MAX_LENGTH = 200;

    /** @param answer comes from outside, and is made printable here */
    RefusedByTeacherException(String what, Answer answer) {
        super("the teacher refused the " + what + ": " + shown(answer.verdict())
                + (answer.reason() == null || answer.reason().isBlank() ? "" : " (" + shown(answer.reason()) + ")"));
    }

    private static String shown(String text) {
        return PrintableText.of(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text);
    }
}
