package campus.classroom;

import campus.base.PrintableText;
import java.util.Optional;
import org.apache.commons.validator.routines.EmailValidator;

/**
 * A message on DST/SOLUCION, {@code code;name;email} (lab sheet 2, section 3).
 *
 * @param message the whole text as it was received, which is written to the results file
 * @param code    five digits with a right check digit
 * @param name    at most 100 characters with a letter, without invisible ones and links, stripped
 * @param email   any text, stripped; see {@link #hasAddress()}
 */
public record Solution(String message, String code, String name, String email) {

    /**
     * Reads a message. The code must be its very beginning: by the sheet a code with a blank before it is invalid.
     *
     * @throws RefusedException with the first rule that the message breaks
     */
    public static Solution parse(byte[] payload) throws RefusedException {
        String message = PayloadText.of(RefusedException.SOLUTION, payload);
        PayloadText.requireOneLine(RefusedException.SOLUTION, message);
        String[] fields = message.split(";", -1);
        if (fields.length != 3) {
            throw new RefusedException(RefusedException.SOLUTION, Refusal.NOT_THREE_FIELDS);
        }
        if (!CodeGenerator.isWellFormed(fields[0])) {
            throw new RefusedException(RefusedException.SOLUTION, Refusal.MALFORMED_CODE);
        }
        Optional<Refusal> problem = StudentName.problem(fields[1].strip());
        if (problem.isPresent()) {
            throw new RefusedException(RefusedException.SOLUTION, problem.get());
        }
        return stored(message);
    }

    /**
     * The solution in a message that the ledger stored when it was accepted, not checked again: a program of another
     * version, or with another check digit, can still report and mail it.
     */
    public static Solution stored(String message) {
        String[] fields = message.split(";", 3);
        return new Solution(message, fields[0], fields[1].strip(), fields[2].strip());
    }

    /**
     * A name as a field of a message, stripped.
     *
     * @throws IllegalArgumentException if a teacher would refuse it
     */
    public static String nameField(String name) {
        String field = field("name", name);
        StudentName.problem(field).ifPresent(problem -> {
            throw new IllegalArgumentException("name '" + PrintableText.of(name) + "' cannot be sent: "
                    + problem.reason());
        });
        return field;
    }

    /**
     * A text as a field of a message, stripped.
     *
     * @param field its name, for the error
     * @throws IllegalArgumentException if the value is blank, or holds a semicolon or a control character
     */
    public static String field(String field, String value) {
        if (value.isBlank() || value.contains(";") || value.codePoints().anyMatch(PrintableText::breaksLine)) {
            throw new IllegalArgumentException(field + " '" + PrintableText.of(value)
                    + "' cannot be sent: accepted is one line of text without ;");
        }
        return value.strip();
    }

    /** The message that a student publishes. */
    public static String format(String code, String name, String email) {
        return code + ";" + name + ";" + email;
    }

    /** Whether the email is a mail address, to which the confirmation can be sent. */
    public boolean hasAddress() {
        return EmailValidator.getInstance(true).isValid(email)
                && email.substring(0, email.lastIndexOf('@')).chars().allMatch(character -> character < 128);
    }

    /** For a log: the name and the code, not the address. */
    @Override
    public String toString() {
        return PrintableText.of(name) + ", code " + code;
    }
}
