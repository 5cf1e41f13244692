package campus.classroom;

import campus.base.PrintableText;
import java.util.Optional;

/**
 * An accepted solution.
 *
 * @param solution the solution
 * @param number   which one of the DNI to which its code was issued, from 1
 */
public record Certificate(Solution solution, int number) {

    /** The certificates of one DNI that are confirmed by mail: more than one is a second try or a classmate's joke. */
    public static final int MAILS = 3;

    private static final int SHOWN = 100;

    /** The reason why there is no mail of confirmation; empty if there is one. */
    public Optional<String> withoutMail() {
        if (number > MAILS) {
            return Optional.of("no mail, as it is certificate " + number + " of one DNI");
        }
        String email = solution.email();
        return solution.hasAddress() ? Optional.empty()
                : Optional.of("no mail, as '" + PrintableText.of(email.substring(0, Math.min(email.length(), SHOWN)))
                        + "' is no mail address");
    }

    /** Whether a mail of confirmation is sent. */
    public boolean hasMail() {
        return withoutMail().isEmpty();
    }

    /** For a log: the name and the code, not the address. */
    @Override
    public String toString() {
        return solution.toString();
    }
}
