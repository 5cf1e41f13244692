package campus.classroom;

import campus.mqtt.Publication;
import campus.mqtt.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the teacher answers on the Response Topic of a request or a solution (MQTT 5 section 4.10), and what a student
 * reads there: the payload, and the user properties {@code verdict} and {@code reason}.
 *
 * @param text    the code, or the verdict again
 * @param verdict one of few words for programs: {@code code}, {@code accepted} or that of a {@link Refusal}
 * @param reason  a clause to read; may be null
 */
public record Answer(String text, String verdict, String reason) {

    private static final String VERDICT = "verdict";
    private static final String REASON = "reason";
    private static final String CODE = "code";
    private static final String ACCEPTED = "accepted";

    /** The answer that holds a code. */
    public static Answer code(IssuedCode issued) {
        return new Answer(issued.code(), CODE, null);
    }

    /** The solution counts. */
    public static Answer accepted() {
        return new Answer(ACCEPTED, ACCEPTED, "the solution was accepted and the name is registered");
    }

    /** The request or the solution does not count. */
    public static Answer refused(Refusal refusal) {
        return new Answer(refusal.verdict(), refusal.verdict(), refusal.reason());
    }

    /** The answer in a message; one without the user property {@code verdict} says it in its payload. */
    public static Answer of(ReceivedMessage message) {
        String text = new String(message.payload(), StandardCharsets.UTF_8).strip();
        Map<String, String> properties = message.userProperties();
        String implied = CodeGenerator.isFiveDigits(text) ? CODE : text;
        return new Answer(text, properties.getOrDefault(VERDICT, implied), properties.get(REASON));
    }

    /** Whether it holds a code. */
    public boolean isCode() {
        return verdict.equals(CODE) && CodeGenerator.isFiveDigits(text);
    }

    /** Whether the solution counts. */
    public boolean isAccepted() {
        return verdict.equals(ACCEPTED);
    }

    /** Whether the code of the solution is not the student's any more, so that a fresh one may help. */
    public boolean isLostCode() {
        return verdict.equals(Refusal.ALREADY_USED.verdict()) || verdict.equals(Refusal.UNKNOWN_CODE.verdict())
                || verdict.equals(Refusal.EXPIRED.verdict());
    }

    /**
     * The message that carries it.
     *
     * @param topic           where to publish it
     * @param correlationData of what is answered; may be null
     * @param expiry          after which the broker drops it; zero: never
     */
    public Publication publication(String topic, byte[] correlationData, Duration expiry) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(VERDICT, verdict);
        if (reason != null) {
            properties.put(REASON, reason);
        }
        return new Publication(topic, text.getBytes(StandardCharsets.UTF_8), Optional.empty(), correlationData,
                properties, expiry);
    }
}
