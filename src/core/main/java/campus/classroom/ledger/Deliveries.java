package campus.classroom.ledger;

import static campus.classroom.ledger.Sql.update;

import campus.classroom.Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The open deliveries of redeemed codes: a line in the results file, and a mail. Each is a row that is written in the
 * transaction of the redemption and marked when it is done, so after a kill the next start finishes it. Of several
 * teachers on one database any may claim a delivery. What one has claimed that is gone, the others free and do.
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
    /** SQL condition of the rows that a teacher may do. Parameters: whether it is the only teacher, its name. */
    public static final String FREE = " (? OR teacher IS NULL OR teacher = ?)";
    /** SQL that joins the rows with their codes, up to the condition. */
    public static final String WITH_CODES = " FROM delivery JOIN issued_code ON issued_code.id = issued_code_id WHERE";

    /** PostgreSQL condition; the columns of an advisory lock are the two halves of its key. */
    private static final String CLAIMED_BY_ABSENT = " teacher IS NOT NULL AND done_at IS NULL AND failed_at IS NULL"
            + " AND NOT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND (classid::bigint << 32 | objid::bigint) = " + TeacherClaim.key("delivery.teacher") + ")";

    private Deliveries() {
    }

    /** The teachers that have claimed an open delivery and hold no {@link TeacherClaim}. */
    static List<String> absentTeachers(Connection connection) throws SQLException {
        return Sql.query(connection, "SELECT DISTINCT teacher FROM delivery WHERE" + CLAIMED_BY_ABSENT,
                row -> row.getString(1));
    }

    /** Frees the open deliveries of a teacher that holds no {@link TeacherClaim}, makes them due, and counts them. */
    static int free(Connection connection, String teacher) throws SQLException {
        return update(connection, "UPDATE delivery SET teacher = NULL, next_at = 0 WHERE teacher = ? AND"
                + CLAIMED_BY_ABSENT, teacher);
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
