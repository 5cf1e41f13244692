package campus.classroom;

/** A request or a solution that the teacher does not accept. The message is one line for the log, DNI masked. */
public class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What a message on DST/PETICION is called. */
    public static final String REQUEST = "request";
    /** What a message on DST/SOLUCION is called. */
    public static final String SOLUTION = "solution";

    private final String what;
    private final Refusal refusal;

    /** @param what {@link #REQUEST} or {@link #SOLUTION} */
    public RefusedException(String what, Refusal refusal) {
        super(what + " refused: " + refusal.reason());
        this.what = what;
        this.refusal = refusal;
    }

    /** @param which of them, for the log */
    public RefusedException(String what, String which, Refusal refusal) {
        super(what + " " + which + " refused: " + refusal.reason());
        this.what = what;
        this.refusal = refusal;
    }

    /** {@link #REQUEST} or {@link #SOLUTION}. */
    public String what() {
        return what;
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }
}
