package campus.classroom.ledger;

import static campus.classroom.ledger.LedgerDatabase.update;

import campus.classroom.Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The open deliveries of redeemed codes: a line in the results file, and a mail. Each is a row that is written in the
 * transaction of the redemption and marked when it is done, so after a kill the next start finishes it. Of several
 * teachers on one database any may claim a delivery. Those that nobody has claimed do not wait for a teacher that died;
 * those that it was just doing wait a while, so that none is done twice if it comes back.
 */
public final class Deliveries {

    /** The kind of a line in the results file. */
    public static final String RESULT = "result";
    /** The kind of a mail. */
    public static final String MAIL = "mail";
    /** The number of rows that are read at once. */
    public static final int BATCH = 1000;
    /** SQL condition of the open rows. Parameter: the kind. */
    public static final String OPEN = " done_at IS NULL AND failed_at IS NULL AND kind = ?";
    /**
     * SQL condition of the rows that a teacher may do: nobody's, its own, and those of a teacher that has not got on
     * with them for so long that it must be dead. Parameters: whether it is the only teacher, its name, that time.
     */
    public static final String FREE = " (? OR teacher IS NULL OR teacher = ? OR next_at <= ?)";
    /** Longer than any attempt of a mail (RFC 5321 section 4.5.3.2). */
    public static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(20);
    /** SQL that joins the rows with their codes, up to the condition. */
    public static final String WITH_CODES = " FROM delivery JOIN issued_code ON issued_code.id = issued_code_id WHERE";

    private Deliveries() {
    }

    /** Adds the deliveries of a certificate; to be called in the transaction that accepts its solution. */
    static void add(Connection connection, long issuedCode, Certificate certificate, long now) throws SQLException {
        String row = "(?, ?, ?)";
        String insert = "INSERT INTO delivery (issued_code_id, kind, next_at) VALUES " + row;
        if (certificate.hasMail()) {
            update(connection, insert + ", " + row, issuedCode, RESULT, now, issuedCode, MAIL, now);
        } else {
            update(connection, insert, issuedCode, RESULT, now);
        }
    }
}
