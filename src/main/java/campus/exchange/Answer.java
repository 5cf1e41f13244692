package campus.exchange;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the teacher answers, on the Response Topic of a message that has one.
 *
 * @param payload    a code, or the verdict
 * @param properties user properties: {@code verdict}, one of few words for programs, and {@code reason}, a clause for
 *                   people
 * @param timeToLive after which nobody needs it; zero: none
 */
public record Answer(String payload, Map<String, String> properties, Duration timeToLive) {

    private static final String VERDICT = "verdict";

    /** Five digits, for as long as they may be redeemed. */
    static Answer code(IssuedCode issued, Duration left) {
        return new Answer(issued.code(), Map.of(VERDICT, "code"), left);
    }

    /** The solution counts. */
    public static Answer accepted() {
        return verdict("accepted", "the solution was accepted and the name is registered");
    }

    /** The petition or the solution does not count. */
    public static Answer refused(RefusedException refused) {
        return verdict(refused.refusal().verdict(), refused.refusal().reason());
    }

    private static Answer verdict(String word, String reason) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(VERDICT, word);
        properties.put("reason", reason);
        return new Answer(word, properties, Duration.ZERO);
    }
}
