package campus.classroom;

/**
 * The reasons for which the teacher refuses a request or a solution (lab sheet 2, section 3). To add a reason, add a
 * constant, and throw it in a {@link RefusedException}: log, answer and report follow.
 */
public enum Refusal {

    RETAINED("it is a retained message, published before the teacher subscribed"),
    RESPONSE_TOPIC("its Response Topic is not one that a student may read"),
    TOO_LONG("it is longer than " + Refusal.MAX_BYTES + " bytes"),
    NOT_TEXT("it is not UTF-8 text"),
    CONTROL_CHARACTER("it holds a line break or another control character"),
    NOT_ENROLLED("not enrolled", "the DNI is not on the roster"),
    TOO_MANY("too many petitions", "this client asks too often for this DNI"),
    TOO_MANY_CLIENTS("no private code", "ten other clients have open codes for this DNI; ask without a Response Topic"),
    NO_CODE_FREE("no code free", "all " + CodeGenerator.COUNT + " codes are waiting for their solution"),
    NOT_THREE_FIELDS("it is not code;name;email"),
    MALFORMED_CODE("the code is not five digits with the right check digit"),
    NO_NAME("the name is empty"),
    UNKNOWN_CODE("unknown code", "the code was not issued by this teacher"),
    ALREADY_USED("already used", "the code has been used before"),
    EXPIRED("expired", "the code has expired");

    /** The longest payload, in bytes: more than any name and address need, and short enough to log and to store. */
    public static final int MAX_BYTES = 1000;

    private final String verdict;
    private final String reason;

    Refusal(String reason) {
        this("malformed", reason);
    }

    Refusal(String verdict, String reason) {
        this.verdict = verdict;
        this.reason = reason;
    }

    /** A short text for programs; several reasons may have the same. */
    public String verdict() {
        return verdict;
    }

    /** A clause for users and for the log. */
    public String reason() {
        return reason;
    }
}
