package campus.classroom;

import java.nio.charset.StandardCharsets;
import org.apache.commons.validator.routines.EmailValidator;

/**
 * A message on DST/SOLUCION, {@code code;name;email} (lab sheet 2, section 3).
 *
 * @param message the message as it was received; what is written to the results
 * @param code    well-formed
 * @param name    not blank
 * @param email   as it was written, stripped; may be no address at all
 */
public record Solution(String message, String code, String name, String email) {

    /**
     * Reads a message. The code must stand at its very start: the sheet makes a blank before it an invalid code.
     *
     * @throws RefusedException with the first thing that is wrong
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
        if (fields[1].isBlank()) {
            throw new RefusedException(RefusedException.SOLUTION, Refusal.NO_NAME);
        }
        return new Solution(message, fields[0], fields[1].strip(), fields[2].strip());
    }

    /** A solution that was accepted before. */
    public static Solution stored(String message) {
        try {
            return parse(message.getBytes(StandardCharsets.UTF_8));
        } catch (RefusedException e) {
            throw new IllegalStateException("the ledger holds what it does not accept", e);
        }
    }

    /** The message that a student publishes. */
    public static String format(String code, String name, String email) {
        return code + ";" + name + ";" + email;
    }

    /** Whether the confirmation can be sent to this address. */
    public boolean hasAddress() {
        return EmailValidator.getInstance(true).isValid(email);
    }

    /** For a log: who, and with which code; not the address. */
    @Override
    public String toString() {
        return name + ", code " + code;
    }
}
