package campus.exchange;

/** A petition or a solution that the teacher does not accept. The message is one line for the log, DNI masked. */
public class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String what;
    private final Refusal refusal;

    /** @param what {@code petition} or {@code solution} */
    RefusedException(String what, Refusal refusal) {
        super(what + " refused: " + refusal.reason());
        this.what = what;
        this.refusal = refusal;
    }

    /** @param which of them, for the log */
    RefusedException(String what, String which, Refusal refusal) {
        super(what + " " + which + " refused: " + refusal.reason());
        this.what = what;
        this.refusal = refusal;
    }

    /** {@code petition} or {@code solution}. */
    public String what() {
        return what;
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }
}
