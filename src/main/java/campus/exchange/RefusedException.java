package campus.exchange;

/** A petition or a solution that the teacher does not accept. The message is one line for the log, DNI masked. */
public class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedException(String what, Refusal refusal) {
        super(what + " refused: " + refusal.reason());
        this.refusal = refusal;
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }
}
