package campus.classroom;

import campus.base.PrintableText;
import campus.mqtt.Publication;
import campus.mqtt.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of the teacher on the Response Topic of a request or a solution (MQTT 5 section 4.10): the payload, and
 * the user properties {@code verdict} and {@code reason}.
 *
 * @param text    the code, else the verdict
 * @param verdict a short text for programs: {@code code}, {@code accepted} or {@link Refusal#verdict()}
 * @param reason  a clause for users; may be null
 */
public record Answer(String text, String verdict, String reason) {

    private static final String VERDICT = "verdict";
    private static final String REASON = "reason";
    private static final String CODE = "code";
    private static final String ACCEPTED = "accepted";
    private static final String REGISTERED = "the solution was accepted and the name is registered";

    /** The answer to a request that is granted. */
    public static Answer code(IssuedCode issued) {
        return new Answer(issued.code(), CODE, null);
    }

    /** The answer to a solution that is accepted; its reason says so if there is no mail of confirmation. */
    public static Answer accepted(Certificate certificate) {
        return new Answer(ACCEPTED, ACCEPTED, REGISTERED + certificate.withoutMail().map("; "::concat).orElse(""));
    }

    /** The answer to a request or a solution that is refused. */
    public static Answer refused(Refusal refusal) {
        return new Answer(refusal.verdict(), refusal.verdict(), refusal.reason());
    }

    /** The answer in a message. Without the user property {@code verdict} the payload is the verdict. */
    public static Answer of(ReceivedMessage message) {
        String text = new String(message.payload(), StandardCharsets.UTF_8).strip();
        Map<String, String> properties = message.userProperties();
        String implied = CodeGenerator.isFiveDigits(text) ? CODE : text;
        return new Answer(text, properties.getOrDefault(VERDICT, implied), properties.get(REASON));
    }

    /** Whether this is a code. */
    public boolean isCode() {
        return verdict.equals(CODE) && CodeGenerator.isFiveDigits(text);
    }

    /** Whether the solution was accepted. */
    public boolean isAccepted() {
        return verdict.equals(ACCEPTED);
    }

    /** Of an accepted solution the reason, printable, why the teacher sends no mail; empty if it sends one. */
    public Optional<String> withoutMail() {
        return Optional.ofNullable(reason).filter(text -> text.startsWith(REGISTERED + "; "))
                .map(text -> PrintableText.of(text.substring(REGISTERED.length() + 2)));
    }

    /** Whether the code of the solution was used, unknown or expired, so that the student needs a new one. */
    public boolean isLostCode() {
        return verdict.equals(Refusal.ALREADY_USED.verdict()) || verdict.equals(Refusal.UNKNOWN_CODE.verdict())
                || verdict.equals(Refusal.EXPIRED.verdict());
    }

    /** Whether the student gets a code, but on DST/CODIGO only, and has to ask there. */
    public boolean isLeftToPublic() {
        return verdict.equals(Refusal.TOO_MANY_CLIENTS.verdict());
    }

    /**
     * The message with this answer.
     *
     * @param topic           the Response Topic
     * @param correlationData of the message that is answered; may be null
     * @param expiry          time after which the broker drops it; zero: never
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
