package campus.classroom;

import campus.base.PrintableText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The text in an untrusted payload. */
public final class PayloadText {

    private PayloadText() {
    }

    /**
     * Decodes a payload.
     *
     * @param what {@link RefusedException#REQUEST} or {@link RefusedException#SOLUTION}
     * @throws RefusedException if it is too long or not UTF-8
     */
    public static String of(String what, byte[] payload) throws RefusedException {
        if (payload.length > Refusal.MAX_BYTES) {
            throw new RefusedException(what, Refusal.TOO_LONG);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException(what, Refusal.NOT_TEXT);
        }
    }

    /**
     * Checks that a text is one line.
     *
     * @throws RefusedException if the text holds a line break or another control character
     */
    static void requireOneLine(String what, String text) throws RefusedException {
        if (text.codePoints().anyMatch(PrintableText::breaksLine)) {
            throw new RefusedException(what, Refusal.CONTROL_CHARACTER);
        }
    }
}
