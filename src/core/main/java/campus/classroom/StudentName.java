package campus.classroom;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.DomainValidator;

/** The rules for the name in a solution: it goes to a file, a log, a table and a mail, and a person reads it there. */
final class StudentName {

    private static final int MAX_LENGTH = 100;

    /** Format characters (among them those that change the direction of text), private ones, and others without ink. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Co}\\u034F\\u115F\\u1160\\u17B4\\u17B5"
            + "\\u180B-\\u180F\\u2800\\u3164\\uFFA0\\uFE00-\\uFE0F\\x{E0100}-\\x{E01EF}]");
    private static final Pattern ADDRESS = Pattern.compile("://|(?i:www\\.)|[\\p{L}\\p{N}-]\\.[\\p{L}\\p{N}-]+[/:?#]");
    /** What a mail program may show as a link, if its end is a top-level domain. J.Green is a name. */
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}-]{2,}(\\.[\\p{L}\\p{N}-]{2,})+");

    private StudentName() {
    }

    /** The rule that a name breaks; empty if it is good. */
    static Optional<Refusal> problem(String name) {
        if (name.isBlank()) {
            return Optional.of(Refusal.NO_NAME);
        }
        if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
            return Optional.of(Refusal.LONG_NAME);
        }
        if (INVISIBLE.matcher(name).find()) {
            return Optional.of(Refusal.INVISIBLE_NAME);
        }
        if (name.codePoints().noneMatch(Character::isLetter)) {
            return Optional.of(Refusal.NO_LETTER);
        }
        return holdsLink(name) ? Optional.of(Refusal.LINK) : Optional.empty();
    }

    private static boolean holdsLink(String name) {
        return ADDRESS.matcher(name).find() || HOST.matcher(name).results()
                .anyMatch(host -> DomainValidator.getInstance().isValid(host.group()));
    }
}
