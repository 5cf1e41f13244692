package campus.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One row of the table of bad messages: what students may send to the teacher by mistake, or to see what happens.
 *
 * @param name    what is wrong with the message, for the name of the test
 * @param topic   DST/PETICION or DST/SOLUCION
 * @param payload its bytes
 * @param refusal why the teacher refuses it: the name of a constant of {@code campus.classroom.Refusal}
 */
public record Mischief(String name, String topic, byte[] payload, String refusal) {

    /** The DNI that must be on the roster of the tests that use the table. */
    public static final String DNI = "12345678";

    private static final String REQUEST = "DST/PETICION";
    private static final String SOLUTION = "DST/SOLUCION";
    private static final String REST = ";Peter Lim;pelim@teleco.upv.es";

    private static final String CONTROL_CHARACTER = "CONTROL_CHARACTER";
    private static final String MALFORMED_CODE = "MALFORMED_CODE";
    private static final String NOT_ENROLLED = "NOT_ENROLLED";
    private static final String NOT_PLAIN_DNI = "NOT_PLAIN_DNI";
    private static final String NOT_TEXT = "NOT_TEXT";
    private static final String NOT_THREE_FIELDS = "NOT_THREE_FIELDS";
    private static final String NO_NAME = "NO_NAME";
    private static final String TOO_LONG = "TOO_LONG";
    private static final String UNKNOWN_CODE = "UNKNOWN_CODE";

    /** The bad requests of a class in which {@link #DNI} alone is enrolled. */
    public static List<Mischief> requests() {
        Table table = new Table(REQUEST);
        table.add("empty", "", NOT_ENROLLED);
        table.add("blank", "   ", NOT_ENROLLED);
        table.add("not on the roster", "00000001", NOT_ENROLLED);
        table.add("with its letter", "12345678Z", NOT_PLAIN_DNI);
        table.add("a digit short", "1234567", NOT_ENROLLED);
        table.add("a digit more", "123456780", NOT_ENROLLED);
        table.add("a leading zero", "012345678", NOT_ENROLLED);
        table.add("dots", "12.345.678", NOT_PLAIN_DNI);
        table.add("a hyphen", "12345678-Z", NOT_PLAIN_DNI);
        table.add("a plus", "+12345678", NOT_ENROLLED);
        table.add("a minus", "-12345678", NOT_PLAIN_DNI);
        table.add("as a fraction", "12345678.0", NOT_ENROLLED);
        table.add("in hexadecimal", "0xBC614E", NOT_ENROLLED);
        table.add("quotes", "\"12345678\"", NOT_ENROLLED);
        table.add("JSON", "{\"dni\":12345678}", NOT_ENROLLED);
        table.add("two of them", "12345678 12345678", NOT_ENROLLED);
        table.add("two lines", "12345678\n00000001", NOT_ENROLLED);
        table.add("an extra semicolon", "12345678;", NOT_ENROLLED);
        table.add("a solution", "12345" + REST, NOT_ENROLLED);
        table.add("SQL", "12345678' OR '1'='1", NOT_ENROLLED);
        table.add("a second statement", "12345678'; DROP TABLE issued_code; --", NOT_ENROLLED);
        table.add("a wildcard", "#", NOT_ENROLLED);
        table.add("LIKE", "1234567%", NOT_ENROLLED);
        table.add("a pattern", ".*", NOT_ENROLLED);
        table.add("a path", "../../etc/passwd", NOT_ENROLLED);
        table.add("a comment of the roster", "# comment", NOT_ENROLLED);
        table.add("an expression", "${jndi:ldap://x/a}", NOT_ENROLLED);
        table.add("a placeholder", "{{campus.teacher.password}}", NOT_ENROLLED);
        table.add("an emoji", "👩‍🎓", NOT_ENROLLED);
        table.add("a byte order mark", "\uFEFF12345678", NOT_ENROLLED);
        table.add("from right to left", "\u202E87654321", NOT_ENROLLED);
        table.add("a zero-width joiner", "1234\u200D5678", NOT_ENROLLED);
        table.addInOtherDigits(DNI, "", NOT_ENROLLED);
        table.addWithControlCharacters("1234", "5678", NOT_ENROLLED);
        table.addLongAndInOtherEncodings(DNI);
        return table.rows;
    }

    /** The bad solutions with an open code: each is refused, so that the code stays open. */
    public static List<Mischief> solutions(String code) {
        Table table = new Table(SOLUTION);
        table.add("empty", "", NOT_THREE_FIELDS);
        table.add("a DNI", DNI, NOT_THREE_FIELDS);
        table.add("JSON", "{\"code\":\"" + code + "\"}", NOT_THREE_FIELDS);
        for (String other : List.of(",", ":", "|", "\u037e", "；", "︔", "؛", "፤", "⁏", "\\")) {
            table.add("fields with " + Character.getName(other.charAt(0)) + " between",
                    (code + REST).replace(";", other), NOT_THREE_FIELDS);
        }
        for (int fields : new int[] {1, 2, 4, 5, 10, 100}) {
            table.add(fields + " fields", code + ";x".repeat(fields - 1), NOT_THREE_FIELDS);
        }
        table.add("a semicolon at the end", code + REST + ";", NOT_THREE_FIELDS);
        table.add("a semicolon in front", ";" + code + REST, NOT_THREE_FIELDS);
        table.add("a semicolon in the name", code + ";Lim; Peter;pelim@teleco.upv.es", NOT_THREE_FIELDS);
        table.add("only semicolons", ";;", MALFORMED_CODE);
        table.add("no code", REST, MALFORMED_CODE);
        table.add("fields in another order", "Peter Lim;" + code + ";pelim@teleco.upv.es", MALFORMED_CODE);
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) == Character.SPACE_SEPARATOR)
                .forEach(c -> table.add(Character.getName(c) + " in front", Character.toString(c) + code + REST,
                        MALFORMED_CODE));
        for (String edge : List.of("\u200B", "\uFEFF", "\u2060", "\u00AD", "\u202E", "'", "\"", "0", "+", "-", "#")) {
            table.add("'" + edge + "' in front", edge + code + REST, MALFORMED_CODE);
            table.add("'" + edge + "' behind the code", code + edge + REST, MALFORMED_CODE);
        }
        table.add("a blank behind the code", code + " " + REST, MALFORMED_CODE);
        table.add("a digit short", code.substring(1) + REST, MALFORMED_CODE);
        table.add("SQL", "' OR 1=1 --" + REST, MALFORMED_CODE);
        table.addForged(code);
        table.addInOtherDigits(code, REST, MALFORMED_CODE);
        table.add("no name", code + ";;pelim@teleco.upv.es", NO_NAME);
        table.add("a blank name", code + ";   ;pelim@teleco.upv.es", NO_NAME);
        table.add("an ideographic space as name", code + ";\u3000;pelim@teleco.upv.es", NO_NAME);
        table.add("a name without a letter", code + ";=1+1;pelim@teleco.upv.es", "NO_LETTER");
        table.add("a link in the name", code + ";Peter http://x.es;pelim@teleco.upv.es", "LINK");
        table.add("a long name", code + ";" + "x".repeat(101) + ";pelim@teleco.upv.es", "LONG_NAME");
        for (String hidden : List.of("\u200B", "\uFEFF", "\u202E", "\u2066", "\u00AD", "\u3164")) {
            table.add(Character.getName(hidden.charAt(0)) + " in the name",
                    code + ";Peter" + hidden + ";pelim@teleco.upv.es", "INVISIBLE_NAME");
        }
        table.addWithControlCharacters(code + ";Peter", "Lim;pelim@teleco.upv.es", CONTROL_CHARACTER);
        table.add("two solutions in two lines", code + REST + "\n" + code + REST, CONTROL_CHARACTER);
        table.add("a header behind the address", code + REST + "\r\nBcc: x@y.es", CONTROL_CHARACTER);
        table.add("U+2028 in the name", code + ";Peter\u2028Lim;a@b.es", CONTROL_CHARACTER);
        table.add("U+2029 in the address", code + ";Peter;a@b.es\u2029", CONTROL_CHARACTER);
        table.addLongAndInOtherEncodings(code + REST);
        return table.rows;
    }

    /**
     * Well-formed solutions with guessed codes.
     *
     * @param codes well-formed, none of them issued
     */
    public static List<Mischief> guesses(List<String> codes) {
        Table table = new Table(SOLUTION);
        codes.forEach(code -> table.add("guess " + code, good(code), UNKNOWN_CODE));
        return table.rows;
    }

    /**
     * Solutions with a code that is used or expired, and with another name or address than the one that used it.
     *
     * @param refusal the name of a constant of {@code campus.classroom.Refusal}
     */
    public static List<Mischief> late(String code, String refusal) {
        Table table = new Table(SOLUTION);
        for (String nameAndEmail : List.of("Eve;eve@teleco.upv.es", "Peter Lim;eve@teleco.upv.es",
                "Eve;pelim@teleco.upv.es", "peter lim;pelim@teleco.upv.es", "Peter Lim ;pelim@teleco.upv.es",
                "Peter Lim;pelim@teleco.upv.es ", "Peter Lim;", "' OR '1'='1;x")) {
            table.add(code + ", " + refusal + ", by '" + nameAndEmail + "'", code + ";" + nameAndEmail, refusal);
        }
        return table.rows;
    }

    /** A solution in which nothing but the code can be wrong. */
    public static String good(String code) {
        return code + REST;
    }

    @Override
    public String toString() {
        return topic + ": " + name;
    }

    private static final class Table {

        private final List<Mischief> rows = new ArrayList<>();
        private final String topic;

        Table(String topic) {
            this.topic = topic;
        }

        void add(String name, String text, String refusal) {
            add(name, text.getBytes(UTF_8), refusal);
        }

        private void add(String name, byte[] payload, String refusal) {
            rows.add(new Mischief(name, topic, payload, refusal));
        }

        /** One wrong digit, and two neighbours swapped: the errors that the check digit finds. */
        void addForged(String code) {
            for (int i = 0; i < code.length(); i++) {
                for (char digit = '0'; digit <= '9'; digit++) {
                    if (digit != code.charAt(i)) {
                        String forged = code.substring(0, i) + digit + code.substring(i + 1);
                        add("digit " + (i + 1) + " wrong: " + forged, forged + REST, MALFORMED_CODE);
                    }
                }
            }
            for (int i = 0; i + 1 < code.length(); i++) {
                String swapped = code.substring(0, i) + code.charAt(i + 1) + code.charAt(i) + code.substring(i + 2);
                if (!swapped.equals(code)) {
                    add("digits " + (i + 1) + " and " + (i + 2) + " swapped", swapped + REST, MALFORMED_CODE);
                }
            }
        }

        /** The decimal digits of every script: Java's isDigit accepts them like ASCII digits. */
        void addInOtherDigits(String digits, String rest, String refusal) {
            IntStream.rangeClosed(0x80, Character.MAX_CODE_POINT)
                    .filter(c -> Character.isDigit(c) && Character.digit(c, 10) == 0)
                    .forEach(zero -> {
                        StringBuilder text = new StringBuilder();
                        digits.chars().forEach(digit -> text.appendCodePoint(zero + digit - '0'));
                        add("digits from " + Character.getName(zero), text + rest, refusal);
                    });
        }

        void addWithControlCharacters(String before, String after, String refusal) {
            IntStream.rangeClosed(0, 0x9F).filter(Character::isISOControl).forEach(c ->
                    add(String.format("U+%04X inside", c), before + (char) c + after, refusal));
        }

        void addLongAndInOtherEncodings(String good) {
            for (int length : new int[] {1001, 1024, 4096, 65_535, 65_536, 1 << 20}) {
                add(length + " bytes of blanks behind", good + " ".repeat(length - good.length()), TOO_LONG);
                add(length + " zeros", new byte[length], TOO_LONG);
            }
            add("501 letters of two bytes", good + "ñ".repeat(501), TOO_LONG);
            for (String charset : List.of("ISO-8859-1", "windows-1252", "ISO-8859-15", "IBM850", "UTF-16", "GB18030")) {
                add(charset, (good + "ñÿ").getBytes(Charset.forName(charset)), NOT_TEXT);
            }
            for (String hex : List.of("ff", "fe", "80", "bf", "c3", "c0af", "c080", "e282", "e080af", "eda080",
                    "edb080", "f09f98", "f4908080", "f8888080", "fc84808080")) {
                byte[] payload = HexFormat.of().parseHex(HexFormat.of().formatHex(good.getBytes(UTF_8)) + hex);
                add("no UTF-8: " + hex + " behind", payload, NOT_TEXT);
            }
        }
    }
}
