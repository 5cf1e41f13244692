package campus.classroom;

import java.security.SecureRandom;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.validator.routines.checkdigit.CheckDigitException;
import org.apache.commons.validator.routines.checkdigit.VerhoeffCheckDigit;

/**
 * The codes of lab sheet 2, section 3: five digits, random, with a mechanism of integrity. Four digits are random and
 * the fifth is a Verhoeff check digit, which finds every wrong digit and every swap of two neighbours.
 */
public final class CodeGenerator {

    /** How many different codes there are. */
    public static final int COUNT = 10_000;

    private static final int DIGITS = 4;

    private static final Pattern FIVE_DIGITS = Pattern.compile("[0-9]{5}");

    private final SecureRandom random = new SecureRandom();

    /** A random well-formed code. */
    public String random() {
        return code(random.nextInt(COUNT));
    }

    /** A random one of the well-formed codes that are not in the set; empty where all are. */
    public Optional<String> randomExcept(Set<String> taken) {
        BitSet numbers = new BitSet(COUNT);
        taken.forEach(code -> numbers.set(Integer.parseInt(code.substring(0, DIGITS))));
        int[] free = IntStream.range(0, COUNT).filter(number -> !numbers.get(number)).toArray();
        return free.length == 0 ? Optional.empty() : Optional.of(code(free[random.nextInt(free.length)]));
    }

    /** The well-formed code whose first four digits are the given number, 0 to 9999. */
    public static String code(int number) {
        String digits = String.format(Locale.ROOT, "%04d", number);
        try {
            return digits + VerhoeffCheckDigit.VERHOEFF_CHECK_DIGIT.calculate(digits);
        } catch (CheckDigitException e) {
            throw new IllegalStateException("four digits always have a check digit: " + digits, e);
        }
    }

    /** Five ASCII digits, whatever the last one checks. */
    public static boolean isFiveDigits(String text) {
        return FIVE_DIGITS.matcher(text).matches();
    }

    /** Five ASCII digits of which the last one checks the others. */
    static boolean isWellFormed(String text) {
        return isFiveDigits(text) && VerhoeffCheckDigit.VERHOEFF_CHECK_DIGIT.isValid(text);
    }
}
