package campus.exchange;

/** Why the teacher refuses a petition or a solution (lab sheet 2, section 3). To add a reason, add a line here. */
public enum Refusal {

    RETAINED("it is a retained message, published before somebody asked"),
    TOO_LONG("it is longer than " + Text.MAX_BYTES + " bytes"),
    NOT_TEXT("it is not UTF-8 text"),
    CONTROL_CHARACTER("it holds a line break or another control character"),
    NOT_ENROLLED("the DNI is not on the roster"),
    NOT_THREE_FIELDS("it is not code;name;email"),
    MALFORMED_CODE("the code is not five digits with the right check digit"),
    NO_NAME("the name is empty"),
    UNKNOWN_CODE("the code was not issued by this teacher"),
    ALREADY_USED("the code has been used before"),
    EXPIRED("the code has expired");

    private final String reason;

    Refusal(String reason) {
        this.reason = reason;
    }

    /** The reason as a clause, for the log. */
    public String reason() {
        return reason;
    }
}
