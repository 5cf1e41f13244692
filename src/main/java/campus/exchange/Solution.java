package campus.exchange;

import java.nio.charset.StandardCharsets;

/**
 * A message on DST/SOLUCION, {@code code;name;email} (lab sheet 2, section 3).
 *
 * @param message the message as it was received; what is written to the results
 * @param code    well-formed
 * @param name    not blank
 * @param email   as it was written, stripped; may be no address at all
 */
public record Solution(String message, String code, String name, String email) {

    /** What a message on DST/SOLUCION is called. */
    static final String WHAT = "solution";

    /**
     * Reads a message. The code must stand at its very start: the sheet makes a blank before it an invalid code.
     *
     * @throws RefusedException with the first thing that is wrong
     */
    static Solution parse(byte[] payload) throws RefusedException {
        String message = Text.of(WHAT, payload);
        Text.requireOneLine(WHAT, message);
        String[] fields = message.split(";", -1);
        if (fields.length != 3) {
            throw new RefusedException(WHAT, Refusal.NOT_THREE_FIELDS);
        }
        if (!Codes.isWellFormed(fields[0])) {
            throw new RefusedException(WHAT, Refusal.MALFORMED_CODE);
        }
        if (fields[1].isBlank()) {
            throw new RefusedException(WHAT, Refusal.NO_NAME);
        }
        return new Solution(message, fields[0], fields[1].strip(), fields[2].strip());
    }

    /** A solution that was accepted before. */
    static Solution stored(String message) {
        try {
            return parse(message.getBytes(StandardCharsets.UTF_8));
        } catch (RefusedException e) {
            throw new IllegalStateException("the ledger holds what it does not accept", e);
        }
    }

    /** The message that a student publishes. */
    static String format(String code, String name, String email) {
        return code + ";" + name + ";" + email;
    }

    /** For a log: who, and with which code; not the address. */
    @Override
    public String toString() {
        return name + ", code " + code;
    }
}
