package campus.classroom.ledger;

import static campus.classroom.ledger.LedgerDatabase.update;

import campus.classroom.Solution;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is still to be done for redeemed codes: a line in the results, a mail. A row per thing to do is written with the
 * redemption, in one transaction, and marked when it is done; so a kill at any moment leaves what the next start
 * finishes. Each teacher sees its own rows only.
 */
public final class Deliveries {

    public static final String RESULT = "result";
    public static final String MAIL = "mail";
    /** So many are looked at together. */
    public static final int BATCH = 1000;
    /** Parameters: the teacher, the kind. */
    public static final String OPEN = " done_at IS NULL AND failed_at IS NULL AND owner = ? AND kind = ?";
    public static final String WITH_CODES = " FROM delivery JOIN issued_code ON issued_code.id = issued_code_id WHERE";

    private Deliveries() {
    }

    /** Notes what is to be done for a solution, in the transaction that accepts it. */
    public static void add(Connection connection, long issuedCode, String teacher, Solution solution, long now)
            throws SQLException {
        String row = "(?, ?, ?, ?)";
        String insert = "INSERT INTO delivery (issued_code_id, kind, owner, next_at) VALUES " + row;
        if (solution.hasAddress()) {
            update(connection, insert + ", " + row, issuedCode, RESULT, teacher, now, issuedCode, MAIL, teacher, now);
        } else {
            update(connection, insert, issuedCode, RESULT, teacher, now);
        }
    }
}
