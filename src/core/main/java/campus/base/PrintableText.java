package campus.base;

/** Text from outside, made safe for a log, a terminal and a file of lines. */
public final class PrintableText {

    private PrintableText() {
    }

    /** The text with a {@code ?} for every character that breaks a line or cannot be seen. */
    public static String of(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }

    /** Whether a character ends a line or controls a terminal, in whatever program reads the file or the log. */
    public static boolean breaksLine(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }
}
