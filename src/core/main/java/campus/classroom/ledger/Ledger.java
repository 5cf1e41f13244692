package campus.classroom.ledger;

import static campus.classroom.ledger.LedgerDatabase.statement;
import static campus.classroom.ledger.LedgerDatabase.update;

import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.CodeGenerator;
import campus.classroom.Dni;
import campus.classroom.IssuedCode;
import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.classroom.Solution;
import campus.classroom.ledger.Deliveries;
import campus.classroom.delivery.MailQueue;
import campus.classroom.delivery.ResultsFile;
import campus.classroom.delivery.ResultsWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which codes were issued, to which DNI, when, and which were redeemed; in a database, so that a restart forgets
 * nothing. Each decision is one statement: the database decides, whatever else runs at the same time, be it another
 * teacher on the same database.
 *
 * <p>An open code stands in the column {@code open_code} and its DNI in {@code open_dni}, which are unique; closing it
 * (redeemed or expired) sets both to null and keeps the row as history. So the same five digits can be issued again, but
 * never twice at a time, and a DNI has one open code at most.
 */
public final class Ledger {

    /** So many random codes are tried before the free ones are looked up: enough unless most are open. */
    private static final int ATTEMPTS = 5;

    private final LedgerDatabase database;
    private final CodeGenerator codes = new CodeGenerator();
    private final Duration timeToLive;
    private final String teacher;
    private final Clock clock;

    /**
     * The ledger in a database.
     *
     * @param timeToLive how long a code may be redeemed
     * @param teacher    who delivers what is accepted here ({@code campus.client-id})
     */
    public Ledger(LedgerDatabase database, Duration timeToLive, String teacher, Clock clock) {
        this.database = database;
        this.timeToLive = timeToLive;
        this.teacher = teacher;
        this.clock = clock;
    }

    /**
     * The open code of a DNI, or a fresh one: random, and different from every other open one. It is stored when this
     * returns.
     *
     * @throws RefusedException where all 10,000 codes are open
     * @throws SQLException     where the database fails
     */
    public IssuedCode issue(String dni) throws RefusedException, SQLException {
        try (Connection connection = database.connection()) {
            for (int attempt = 0;; attempt++) {
                Instant now = clock.instant();
                String code = attempt < ATTEMPTS ? codes.random() : anyFree(connection, dni, now);
                IssuedCode issued = new IssuedCode(code, dni, now, now.plus(timeToLive));
                // Most requests are new, so that one statement is enough.
                if (insert(connection, issued)) {
                    return issued;
                }
                Optional<IssuedCode> open = open(connection, dni, now);
                if (open.isPresent()) {
                    return open.get();
                }
                if (closeExpired(connection, issued, now) && insert(connection, issued)) {
                    return issued;
                }
            }
        }
    }

    private static Optional<IssuedCode> open(Connection connection, String dni, Instant now) throws SQLException {
        try (PreparedStatement statement = statement(connection,
                "SELECT code, issued_at, expires_at FROM issued_code WHERE open_dni = ? AND expires_at > ?",
                dni, now.toEpochMilli());
             ResultSet rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(new IssuedCode(rows.getString(1), dni, Instant.ofEpochMilli(rows.getLong(2)),
                            Instant.ofEpochMilli(rows.getLong(3))))
                    : Optional.empty();
        }
    }

    private String anyFree(Connection connection, String dni, Instant now) throws RefusedException, SQLException {
        try (PreparedStatement statement = statement(connection,
                "SELECT open_code FROM issued_code WHERE open_code IS NOT NULL AND expires_at > ?",
                now.toEpochMilli());
             ResultSet rows = statement.executeQuery()) {
            Set<String> open = new HashSet<>();
            while (rows.next()) {
                open.add(rows.getString(1));
            }
            return codes.randomExcept(open).orElseThrow(
                    () -> new RefusedException(RefusedException.REQUEST, "of " + Dni.mask(dni), Refusal.NO_CODE_FREE));
        }
    }

    /** Frees the digits and the DNI of codes that have expired and stand in the way. */
    private static boolean closeExpired(Connection connection, IssuedCode issued, Instant now) throws SQLException {
        return update(connection, "UPDATE issued_code SET open_code = NULL, open_dni = NULL"
                + " WHERE (open_code = ? OR open_dni = ?) AND expires_at <= ?",
                issued.code(), issued.dni(), now.toEpochMilli()) > 0;
    }

    /** Whether code and DNI were both without an open row. */
    private static boolean insert(Connection connection, IssuedCode issued) throws SQLException {
        return update(connection, "INSERT INTO issued_code (code, open_code, dni, open_dni, issued_at, expires_at)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                issued.code(), issued.code(), issued.dni(), issued.dni(),
                issued.issued().toEpochMilli(), issued.expires().toEpochMilli()) == 1;
    }

    /**
     * Redeems the code of a solution, once and for all, and notes what is to be delivered for it: one transaction,
     * stored when this returns. The very same solution again is accepted again and changes nothing: a message that
     * comes twice, because its acknowledgement was lost, must not be told that it was late, nor redeem the same digits
     * once more where they have been issued to somebody else meanwhile.
     *
     * @throws RefusedException where the code is unknown, used or expired
     * @throws SQLException     where the database fails
     */
    public void redeem(Solution solution) throws RefusedException, SQLException {
        Optional<Refusal> refusal = database.transaction(connection -> redeem(connection, solution));
        if (refusal.isPresent()) {
            throw new RefusedException(RefusedException.SOLUTION, "with code " + solution.code(), refusal.get());
        }
    }

    private Optional<Refusal> redeem(Connection connection, Solution solution) throws SQLException {
        long now = clock.millis();
        try (PreparedStatement statement = statement(connection,
                "UPDATE issued_code SET open_code = NULL, open_dni = NULL, redeemed_at = ?, solution = ?"
                        + " WHERE open_code = ? AND expires_at > ? AND NOT EXISTS"
                        + " (SELECT 1 FROM issued_code before WHERE before.code = ? AND before.solution = ?) RETURNING id",
                now, solution.message(), solution.code(), now, solution.code(), solution.message());
             ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return whyNotOpen(connection, solution);
            }
            Deliveries.add(connection, rows.getLong(1), teacher, solution, now);
            return Optional.empty();
        }
    }

    private static Optional<Refusal> whyNotOpen(Connection connection, Solution solution) throws SQLException {
        try (PreparedStatement statement = statement(connection,
                "SELECT redeemed_at, solution FROM issued_code WHERE code = ?"
                        + " ORDER BY CASE WHEN solution = ? THEN 0 ELSE 1 END, id DESC LIMIT 1",
                solution.code(), solution.message());
             ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return Optional.of(Refusal.UNKNOWN_CODE);
            }
            boolean redeemed = rows.getObject(1) != null;
            boolean same = solution.message().equals(rows.getString(2));
            return !redeemed ? Optional.of(Refusal.EXPIRED)
                    : same ? Optional.empty() : Optional.of(Refusal.ALREADY_USED);
        }
    }

}
