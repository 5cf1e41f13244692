package campus.classroom.student;

import campus.base.PrintableText;
import campus.classroom.Answer;

/** The teacher refused a request or a solution. The message is one line with the verdict and the reason. */
public class RefusedByTeacherException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int MAX_LENGTH = 200;

    /** @param answer untrusted; its text is made printable */
    RefusedByTeacherException(String refused, Answer answer) {
        super("the teacher refused the " + refused + ": " + printable(answer.verdict())
                + reason(answer));
    }

    private static String reason(Answer answer) {
        return answer.reason() == null || answer.reason().isBlank() ? "" : " (" + printable(answer.reason()) + ")";
    }

    private static String printable(String text) {
        return PrintableText.of(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text);
    }
}
