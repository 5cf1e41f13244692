package campus.classroom;

import java.security.SecureRandom;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.validator.routines.checkdigit.CheckDigitException;
import org.apache.commons.validator.routines.checkdigit.VerhoeffCheckDigit;

/**
 * The codes of lab sheet 2, section 3: five random digits with a mechanism of integrity. Four digits are random; the
 * fifth is a Verhoeff check digit, which detects every wrong digit and every swap of two neighbours.
 */
public final class CodeGenerator {

    /** The number of different codes. */
    public static final int COUNT = 10_000;

    private static final int DIGITS = 4;

    private static final Pattern FIVE_DIGITS = Pattern.compile("[0-9]{5}");

    private static final SecureRandom RANDOM = new SecureRandom();

    private CodeGenerator() {
    }

    /** A random code. */
    public static String random() {
        return code(RANDOM.nextInt(COUNT));
    }

    /** A random code that is none of these; empty if they are all codes. */
    public static Optional<String> randomExcept(List<String> used) {
        BitSet numbers = new BitSet(COUNT);
        used.forEach(code -> numbers.set(Integer.parseInt(code.substring(0, DIGITS))));
        int[] free = IntStream.range(0, COUNT).filter(number -> !numbers.get(number)).toArray();
        return free.length == 0 ? Optional.empty() : Optional.of(code(free[RANDOM.nextInt(free.length)]));
    }

    /**
     * The code that begins with these four digits.
     *
     * @param number 0 to 9999
     */
    public static String code(int number) {
        String digits = String.format(Locale.ROOT, "%04d", number);
        try {
            return digits + VerhoeffCheckDigit.VERHOEFF_CHECK_DIGIT.calculate(digits);
        } catch (CheckDigitException e) {
            throw new IllegalStateException("four digits always have a check digit: " + digits, e);
        }
    }

    /** Whether a text is five ASCII digits, with a right check digit or not. */
    public static boolean isFiveDigits(String text) {
        return FIVE_DIGITS.matcher(text).matches();
    }

    /** Whether a text is five ASCII digits, and the last one is the check digit of the others. */
    static boolean isWellFormed(String text) {
        return isFiveDigits(text) && VerhoeffCheckDigit.VERHOEFF_CHECK_DIGIT.isValid(text);
    }
}
