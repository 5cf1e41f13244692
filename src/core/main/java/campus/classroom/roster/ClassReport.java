package campus.classroom.roster;

import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import campus.classroom.Certificate;
import campus.classroom.Refusal;
import campus.classroom.Solution;
import campus.classroom.ledger.LedgerDatabase;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The progress of a class, by its roster and the ledger. The teacher may be running; nothing is changed.
 *
 * @param enrolled the DNIs of the roster
 * @param clock    gives the time at which codes are open
 */
public record ClassReport(LedgerDatabase ledger, Set<String> enrolled, Clock clock) {

    /**
     * The class in numbers.
     *
     * @throws SQLException if the ledger fails
     */
    public ClassStatus status() throws SQLException {
        List<ClassStatus.Refused> refused = ledger.query("SELECT what, reason, SUM(times) FROM refusal"
                + " GROUP BY what, reason ORDER BY what, SUM(times) DESC, reason",
                row -> new ClassStatus.Refused(row.getString(1), reason(row.getString(2)), row.getLong(3)));
        Map<Boolean, List<Boolean>> certified = ledger.query("SELECT dni, COUNT(redeemed_at) FROM issued_code"
                + " GROUP BY dni", row -> Map.entry(enrolled.contains(row.getString(1)), row.getLong(2) > 0)).stream()
                .collect(partitioningBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
        List<Boolean> ofRoster = certified.get(true);
        // One statement, so that these numbers are of one moment.
        return ledger.query("""
                SELECT (SELECT COUNT(*) FROM issued_code WHERE open_code IS NOT NULL AND expires_at > ?),
                       (SELECT COUNT(*) FROM issued_code WHERE certificate > ?),
                       (SELECT COUNT(*) FROM delivery WHERE kind = 'mail' AND done_at IS NOT NULL),
                       (SELECT COUNT(*) FROM delivery WHERE kind = 'mail' AND done_at IS NULL AND failed_at IS NULL),
                       (SELECT COUNT(*) FROM delivery WHERE kind = 'mail' AND failed_at IS NOT NULL),
                       (SELECT COUNT(*) FROM issued_code WHERE certificate <= ? AND NOT EXISTS
                           (SELECT 1 FROM delivery WHERE issued_code_id = issued_code.id AND kind = 'mail'))""",
                row -> new ClassStatus(enrolled.size(), ofRoster.size(), Collections.frequency(ofRoster, true),
                        certified.get(false).size(), row.getLong(1), row.getLong(2),
                        new ClassStatus.MailCounts(row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)),
                        refused),
                clock.millis(), Certificate.MAILS, Certificate.MAILS).get(0);
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
     * The enrolled students and all other students in the ledger, sorted by DNI; a student with several certificates
     * once for each.
     *
     * @throws SQLException if the ledger fails
     */
    public List<ClassMember> members() throws SQLException {
        Map<String, List<ClassMember>> members = new TreeMap<>();
        enrolled.forEach(dni -> members.put(dni, student(dni)));
        ledger.query("""
                SELECT dni, code, issued_at, owner <> '', redeemed_at, solution, certificate, delivery.id,
                       done_at IS NOT NULL, failed_at IS NOT NULL
                FROM issued_code LEFT JOIN delivery ON issued_code_id = issued_code.id AND kind = 'mail'
                ORDER BY issued_code.id""",
                row -> add(row, members.computeIfAbsent(row.getString(1), ClassReport::student)));
        return members.values().stream().flatMap(List::stream).toList();
    }

    private static List<ClassMember> student(String dni) {
        return new ArrayList<>(List.of(ClassMember.enrolled(dni)));
    }

    /** A certificate takes the place of what the student had before; a code without one does not count after it. */
    private static List<ClassMember> add(ResultSet row, List<ClassMember> student) throws SQLException {
        ClassMember last = student.get(student.size() - 1);
        Instant asked = Instant.ofEpochMilli(row.getLong(3));
        if (row.getString(6) != null) {
            if (last.certificate() == null) {
                student.clear();
            }
            Solution solution = Solution.stored(row.getString(6));
            student.add(new ClassMember(last.dni(), asked, row.getString(2), new ClassMember.Certified(
                    Instant.ofEpochMilli(row.getLong(5)), solution.name(), solution.email(), row.getBoolean(4),
                    row.getInt(7), mail(row))));
        } else if (last.certificate() == null) {
            student.set(0, last.asked(asked, row.getString(2)));
        }
        return student;
    }

    private static String mail(ResultSet row) throws SQLException {
        if (row.getObject(8) == null) {
            return "none";
        }
        return row.getBoolean(9) ? "sent" : row.getBoolean(10) ? "given up" : "waiting";
    }

    /**
     * The certificates of the class, without personal data.
     *
     * @throws SQLException if the ledger fails
     */
    public List<Answered> answered() throws SQLException {
        return members().stream().filter(member -> member.certificate() != null)
                .map(member -> new Answered(member.code(), member.seconds(), member.certificate().inPrivate(),
                        member.certificate().number()))
                .toList();
    }

    /**
     * A code and its solution: a hint whether one program did it all.
     *
     * @param code        the redeemed code
     * @param seconds     from the code to its solution
     * @param inPrivate   whether the code was asked for with a Response Topic
     * @param certificate which one of its DNI, from 1
     */
    public record Answered(String code, double seconds, @JsonProperty("private") boolean inPrivate, int certificate) {
    }
}
