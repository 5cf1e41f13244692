package campus.classroom;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A DNI as the UPV uses it (lab sheet 2, section 3): without the final letter and without spaces. A NIE (X, Y or Z and
 * seven digits) is accepted too.
 *
 * @param number such as {@code 12345678} or {@code X1234567}
 */
public record Dni(String number) {

    /** The texts that {@link #parse} accepts, for messages. */
    public static final String ACCEPTED = "8 digits such as 12345678, or X, Y or Z and 7 digits; a final letter is"
            + " checked and left out";

    private static final Pattern FORM = Pattern.compile("([0-9]{7,8}|[XYZ][0-9]{7})([A-Z]?)");
    /** Orden INT/2058/2008: the letter at the index number modulo 23; X, Y, Z count as 0, 1, 2. */
    private static final String LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

    /**
     * Reads a DNI as it is usually written: blanks, hyphens and dots are skipped, the letter is checked and left out, a
     * missing leading zero is added.
     *
     * @throws IllegalArgumentException with the reason, if the text is no DNI or the letter is wrong
     */
    public static Dni parse(String text) {
        Matcher matcher = FORM.matcher(text.replaceAll("[\\s.-]", "").toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a DNI: accepted is " + ACCEPTED);
        }
        String number = matcher.group(1);
        Dni dni = new Dni(number.length() < 8 ? "0" + number : number);
        if (!matcher.group(2).isEmpty() && matcher.group(2).charAt(0) != dni.letter()) {
            throw new IllegalArgumentException("the letter of '" + text + "' is wrong: to these digits belongs "
                    + dni.letter());
        }
        return dni;
    }

    char letter() {
        int value = Integer.parseInt(number.replace('X', '0').replace('Y', '1').replace('Z', '2'));
        return LETTERS.charAt(value % LETTERS.length());
    }

    /** The DNI for a log: only the last three characters are visible. */
    public String masked() {
        return mask(number);
    }

    /** A text with only its last three characters visible; of a text of up to five characters none is. */
    public static String mask(String text) {
        int shown = text.length() > 5 ? 3 : 0;
        int hidden = Math.min(text.length() - shown, 8);
        return "*".repeat(hidden) + text.substring(text.length() - shown);
    }
}
