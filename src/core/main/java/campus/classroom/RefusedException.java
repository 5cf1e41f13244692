package campus.classroom;

/** A request or a solution that the teacher refuses. The message is one line for the log, with the DNI masked. */
public class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** A message on DST/PETICION. */
    public static final String REQUEST = "request";
    /** A message on DST/SOLUCION. */
    public static final String SOLUTION = "solution";

    private final String what;
    private final Refusal refusal;
    private boolean logged = true;

    /**
     * A message of which nothing is known but its kind.
     *
     * @param what {@link #REQUEST} or {@link #SOLUTION}
     */
    public RefusedException(String what, Refusal refusal) {
        super(what + " refused: " + refusal.reason());
        this.what = what;
        this.refusal = refusal;
    }

    /**
     * A message that the log can name.
     *
     * @param what  {@link #REQUEST} or {@link #SOLUTION}
     * @param which such as {@code with code 12345}; holds no full DNI
     */
    public RefusedException(String what, String which, Refusal refusal) {
        super(what + " " + which + " refused: " + refusal.reason());
        this.what = what;
        this.refusal = refusal;
    }

    /** {@link #REQUEST} or {@link #SOLUTION}. */
    public String what() {
        return what;
    }

    /** The same, but one of so many that the log shall not have it. */
    public RefusedException unlogged() {
        logged = false;
        return this;
    }

    /** Whether the log shall have it. */
    public boolean isLogged() {
        return logged;
    }

    /** The reason. */
    public Refusal refusal() {
        return refusal;
    }
}
