package campus.classroom.ledger;

/** The database of the ledger does not answer, and may do so later. The message is one line without a password. */
public final class LedgerAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LedgerAwayException(String message) {
        super(message);
    }
}
