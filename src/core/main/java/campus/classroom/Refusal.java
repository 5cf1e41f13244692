package campus.classroom;

/**
 * The reasons for which the teacher refuses a request or a solution (lab sheet 2, section 3). To add a reason, add a
 * constant, and throw it in a {@link RefusedException}: log, answer and report follow;
 * {@link #isWrongMessage}, the Spanish texts and the pages do not. Its name has 30 letters at most (V1__ledger.sql).
 */
public enum Refusal {

    RETAINED("it is a retained message, published before the teacher subscribed"),
    RESPONSE_TOPIC("its Response Topic is not one that a student may read"),
    TOO_LONG("it is longer than " + Refusal.MAX_BYTES + " bytes"),
    NOT_TEXT("it is not UTF-8 text"),
    CONTROL_CHARACTER("it holds a line break or another control character"),
    NOT_ENROLLED("not enrolled", "the DNI is not on the roster"),
    NOT_PLAIN_DNI("not enrolled", "the DNI is to be sent as the roster has it, without a final letter and signs"),
    TOO_MANY("too many petitions", "this client asks too often for this DNI"),
    TOO_MANY_CLIENTS("no private code", "ten other clients have open codes for this DNI; ask without a Response Topic"),
    TOO_MANY_ATTEMPTS("too many attempts", "this client has sent too many wrong messages within a minute"),
    NO_CODE_FREE("no code free", "all " + CodeGenerator.COUNT + " codes are waiting for their solution"),
    NOT_THREE_FIELDS("it is not code;name;email"),
    MALFORMED_CODE("the code is not five digits with the right check digit"),
    NO_NAME("the name is empty"),
    LONG_NAME("the name is longer than 100 characters"),
    INVISIBLE_NAME("the name holds an invisible character, or one that changes the direction of text"),
    NO_LETTER("the name has no letter"),
    LINK("the name holds a link"),
    UNKNOWN_CODE("unknown code", "the code was not issued by this teacher"),
    ALREADY_USED("already used", "the code has been used before"),
    EXPIRED("expired", "the code has expired");

    /** The longest payload, in bytes: more than any name and address need, and short enough to log and to store. */
    public static final int MAX_BYTES = 1000;

    private static final String MALFORMED = "malformed";

    private final String verdict;
    private final String reason;

    Refusal(String reason) {
        this(MALFORMED, reason);
    }

    Refusal(String verdict, String reason) {
        this.verdict = verdict;
        this.reason = reason;
    }

    /** A short text for programs; several reasons may have the same. */
    public String verdict() {
        return verdict;
    }

    /** Whether the message was a wrong guess or no message of this exchange, and not one that came too late. */
    public boolean isWrongMessage() {
        return this == NOT_ENROLLED || this == NOT_PLAIN_DNI || this == UNKNOWN_CODE || verdict.equals(MALFORMED);
    }

    /** A clause for users and for the log. */
    public String reason() {
        return reason;
    }
}
