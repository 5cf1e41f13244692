package campus.classroom.ledger;

import static campus.classroom.ledger.LedgerDatabase.statement;
import static campus.classroom.ledger.LedgerDatabase.update;

import campus.classroom.CodeGenerator;
import campus.classroom.Dni;
import campus.classroom.IssuedCode;
import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.classroom.Solution;
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

/**
 * The codes that were issued, to which DNI and when, and those that were redeemed. They are in a database, so a restart
 * loses nothing. Each decision is one SQL statement, so it holds although other threads, and other teachers on the same
 * database, decide at the same time.
 *
 * <p>An open code is in the column {@code open_code} and its DNI in {@code open_dni}; both are unique. When a code is
 * redeemed or has expired, both become null, and the row stays as history. So the same five digits can be issued again,
 * but not while they are open, and a DNI has at most one open code.
 */
public final class Ledger {

    /** The number of random codes to try before the free ones are looked up; enough unless most codes are open. */
    private static final int ATTEMPTS = 5;

    private final LedgerDatabase database;
    private final CodeGenerator generator = new CodeGenerator();
    private final Duration timeToLive;
    private final String teacher;
    private final Clock clock;

    /**
     * The ledger in a database.
     *
     * @param timeToLive time in which a code can be redeemed
     * @param teacher    name of the teacher that delivers the solutions accepted here ({@code campus.client-id})
     * @param clock      gives the time of issue and redemption
     */
    public Ledger(LedgerDatabase database, Duration timeToLive, String teacher, Clock clock) {
        this.database = database;
        this.timeToLive = timeToLive;
        this.teacher = teacher;
        this.clock = clock;
    }

    /**
     * The open code of a DNI, or a new one: random, and different from all open codes. It is stored when this returns.
     *
     * @throws RefusedException if all 10,000 codes are open
     * @throws SQLException     if the database fails
     */
    public IssuedCode issue(String dni) throws RefusedException, SQLException {
        try (Connection connection = database.connection()) {
            for (int attempt = 0;; attempt++) {
                Instant now = clock.instant();
                String code = attempt < ATTEMPTS ? generator.random() : randomFree(connection, dni, now);
                IssuedCode issued = new IssuedCode(code, dni, now, now.plus(timeToLive));
                // Most requests are the first of their DNI, so one statement is enough.
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

    private String randomFree(Connection connection, String dni, Instant now) throws RefusedException, SQLException {
        try (PreparedStatement statement = statement(connection,
                "SELECT open_code FROM issued_code WHERE open_code IS NOT NULL AND expires_at > ?",
                now.toEpochMilli());
             ResultSet rows = statement.executeQuery()) {
            Set<String> open = new HashSet<>();
            while (rows.next()) {
                open.add(rows.getString(1));
            }
            return generator.randomExcept(open).orElseThrow(
                    () -> new RefusedException(RefusedException.REQUEST, "of " + Dni.mask(dni), Refusal.NO_CODE_FREE));
        }
    }

    /** Closes expired codes with these digits or this DNI; false if there is none. */
    private static boolean closeExpired(Connection connection, IssuedCode issued, Instant now) throws SQLException {
        return update(connection, "UPDATE issued_code SET open_code = NULL, open_dni = NULL"
                + " WHERE (open_code = ? OR open_dni = ?) AND expires_at <= ?",
                issued.code(), issued.dni(), now.toEpochMilli()) > 0;
    }

    /** Stores a code; false if the digits or the DNI are those of an open code. */
    private static boolean insert(Connection connection, IssuedCode issued) throws SQLException {
        return update(connection, "INSERT INTO issued_code (code, open_code, dni, open_dni, issued_at, expires_at)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                issued.code(), issued.code(), issued.dni(), issued.dni(),
                issued.issued().toEpochMilli(), issued.expires().toEpochMilli()) == 1;
    }

    /**
     * Redeems the code of a solution and adds its deliveries, in one transaction that is stored when this returns.
     * Resending an identical solution is accepted and changes nothing: a message that comes twice because its
     * acknowledgement was lost is not refused, and does not redeem the same digits if they were issued again meanwhile.
     *
     * @throws RefusedException if the code is unknown, used or expired
     * @throws SQLException     if the database fails
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
                        + " WHERE open_code = ? AND expires_at > ? AND NOT EXISTS (SELECT 1 FROM issued_code before"
                        + " WHERE before.code = ? AND before.solution = ?) RETURNING id",
                now, solution.message(), solution.code(), now, solution.code(), solution.message());
             ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return refusal(connection, solution);
            }
            Deliveries.add(connection, rows.getLong(1), teacher, solution, now);
            return Optional.empty();
        }
    }

    /** The reason why a solution has no open code; empty if it was accepted before. */
    private static Optional<Refusal> refusal(Connection connection, Solution solution) throws SQLException {
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
