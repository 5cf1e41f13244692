package campus.base;

/** Untrusted text, made safe for a log, a terminal and a file of lines. */
public final class PrintableText {

    private PrintableText() {
    }

    /** The text with {@code ?} for every control, format and line-breaking character. */
    public static String of(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }

    /** Whether a character is a control character or a Unicode line or paragraph separator. */
    public static boolean breaksLine(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }
}
