package campus.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Untrusted bytes from a topic as text of one line. */
final class Text {

    /** More than any name and address need, and little enough to log and store. */
    static final int MAX_BYTES = 1000;

    private Text() {
    }

    /**
     * Decodes a payload.
     *
     * @param what names the message in the refusal, such as {@code petition}
     * @throws RefusedException where it is too long, not UTF-8, or would break out of its line in a file
     */
    static String of(String what, byte[] payload) throws RefusedException {
        if (payload.length > MAX_BYTES) {
            throw new RefusedException(what, Refusal.TOO_LONG);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException(what, Refusal.NOT_TEXT);
        }
        return text;
    }

    /** @throws RefusedException where the text holds a line break or another control character */
    static void requireOneLine(String what, String text) throws RefusedException {
        if (text.codePoints().anyMatch(Text::breaksLine)) {
            throw new RefusedException(what, Refusal.CONTROL_CHARACTER);
        }
    }

    /** Whether a character ends a line or controls a terminal, for whatever program reads the file or the log. */
    static boolean breaksLine(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** The text with every character that breaks a line or cannot be seen as {@code ?}. */
    static String printable(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}
