package campus.classroom.roster;

import static campus.classroom.ledger.LedgerDatabase.statement;

import campus.classroom.Refusal;
import campus.classroom.Solution;
import campus.classroom.ledger.LedgerDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The progress of a class, by its roster and the ledger. The teacher may be running; nothing is changed. */
public final class ClassReport {

    private final LedgerDatabase ledger;
    private final Set<String> enrolled;
    private final Clock clock;

    /**
     * The report of a class.
     *
     * @param enrolled the DNIs of the roster
     * @param clock    gives the time at which codes are open
     */
    public ClassReport(LedgerDatabase ledger, Set<String> enrolled, Clock clock) {
        this.ledger = ledger;
        this.enrolled = enrolled;
        this.clock = clock;
    }

    /**
     * The class in numbers.
     *
     * @throws SQLException if the ledger fails
     */
    public ClassStatus status() throws SQLException {
        // One statement, so that all numbers are of one moment.
        try (Connection connection = ledger.connection();
             PreparedStatement statement = statement(connection, """
                     SELECT (SELECT COUNT(DISTINCT dni) FROM issued_code),
                            (SELECT COUNT(DISTINCT dni) FROM issued_code WHERE redeemed_at IS NOT NULL),
                            (SELECT COUNT(*) FROM issued_code WHERE open_code IS NOT NULL AND expires_at > ?),
                            (SELECT COUNT(*) FROM delivery WHERE kind = 'mail' AND done_at IS NOT NULL),
                            (SELECT COUNT(*) FROM delivery WHERE kind = 'mail' AND done_at IS NULL
                                AND failed_at IS NULL),
                            (SELECT COUNT(*) FROM delivery WHERE kind = 'mail' AND failed_at IS NOT NULL)""",
                     clock.millis());
             ResultSet row = statement.executeQuery()) {
            row.next();
            return new ClassStatus(enrolled.size(), row.getLong(1), row.getLong(2), row.getLong(3),
                    new ClassStatus.MailCounts(row.getLong(4), row.getLong(5), row.getLong(6)), refused(connection));
        }
    }

    private static List<ClassStatus.Refused> refused(Connection connection) throws SQLException {
        try (PreparedStatement statement = statement(connection, "SELECT what, reason, SUM(times) FROM refusal"
                + " GROUP BY what, reason ORDER BY what, SUM(times) DESC, reason");
             ResultSet rows = statement.executeQuery()) {
            List<ClassStatus.Refused> refused = new ArrayList<>();
            while (rows.next()) {
                refused.add(new ClassStatus.Refused(rows.getString(1), reason(rows.getString(2)), rows.getLong(3)));
            }
            return refused;
        }
    }

    /** The clause of a reason; the name of the constant if another version of the teacher wrote it. */
    private static String reason(String constant) {
        try {
            return Refusal.valueOf(constant).reason();
        } catch (IllegalArgumentException e) {
            return constant;
        }
    }

    /**
     * The enrolled students and all other students in the ledger, sorted by DNI.
     *
     * @throws SQLException if the ledger fails
     */
    public List<ClassMember> members() throws SQLException {
        Map<String, ClassMember> members = new TreeMap<>();
        enrolled.forEach(dni -> members.put(dni, ClassMember.enrolled(dni)));
        try (Connection connection = ledger.connection();
             PreparedStatement statement = statement(connection,
                     "SELECT dni, code, issued_at, redeemed_at, solution FROM issued_code ORDER BY id");
             ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ClassMember member = members.getOrDefault(rows.getString(1), ClassMember.enrolled(rows.getString(1)));
                members.put(member.dni(), rows.getString(5) == null
                        ? member.asked(Instant.ofEpochMilli(rows.getLong(3)), rows.getString(2))
                        : member.asked(Instant.ofEpochMilli(rows.getLong(3)), rows.getString(2))
                                .certified(Instant.ofEpochMilli(rows.getLong(4)), Solution.stored(rows.getString(5))));
            }
        }
        return List.copyOf(members.values());
    }
}
