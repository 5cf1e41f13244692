package campus.classroom.ledger;

import static campus.classroom.ledger.Sql.query;
import static campus.classroom.ledger.Sql.update;

import campus.classroom.Certificate;
import campus.classroom.CodeGenerator;
import campus.classroom.Dni;
import campus.classroom.IssuedCode;
import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.classroom.Solution;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The codes that were issued, to which DNI and when, and those that were redeemed. They are in a database, so a restart
 * loses nothing. Each decision is one SQL statement, so it holds although other threads, and other teachers on the same
 * database, decide at the same time.
 *
 * <p>A code that was asked for with a Response Topic has an owner, the client of that topic; the owner {@code ""} is
 * everybody. An open code is in the column {@code open_code}, which is unique, and its DNI in {@code open_dni}, which
 * is unique for each owner. When a code is redeemed or has expired, both become null, and the row stays as history. So
 * the same five digits can be issued again, but not while they are open.
 *
 * @param timeToLive time in which a code can be redeemed
 * @param perMinute  number of codes that a client gets for one DNI within a minute; everybody gets any number
 * @param clock      gives the time of issue and redemption
 */
public record Ledger(LedgerDatabase database, Duration timeToLive, int perMinute, Clock clock) {

    /** The number of clients that may each have an open code of their own for one DNI. */
    public static final int OWNERS = 10;

    /** The number of random codes to try before the free ones are looked up; enough unless most codes are open. */
    private static final int ATTEMPTS = 5;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** SQL condition of codes that a client may redeem, or might have. Parameters: the digits, the client. */
    private static final String REDEEMABLE = "before.code = ? AND (before.owner = '' OR before.owner = ?)";

    /**
     * The open code of a DNI and an owner, or a new one: random, and different from all open codes. It is stored when
     * this returns.
     *
     * @param owner the client that may redeem it; empty: everybody
     * @throws RefusedException if this client got too many codes for the DNI within a minute, if ten other clients have
     *                          an open code for it, or if all 10,000 codes are open; the first two not for everybody
     * @throws SQLException     if the database fails
     */
    public IssuedCode issue(String dni, String owner) throws RefusedException, SQLException {
        try (Connection connection = database.connection()) {
            for (int attempt = 0;; attempt++) {
                Instant now = clock.instant();
                String code = attempt < ATTEMPTS ? CodeGenerator.random() : randomFree(connection, dni, now);
                IssuedCode issued = new IssuedCode(code, dni, now, now.plus(timeToLive));
                // Most requests are the first of their DNI, so one statement is enough.
                if (insert(connection, issued, owner)) {
                    return issued;
                }
                Optional<IssuedCode> open = open(connection, dni, owner, now);
                if (open.isPresent()) {
                    return open.get();
                }
                if (closeExpired(connection, issued, now) && insert(connection, issued, owner)) {
                    return issued;
                }
                if (!owner.isEmpty()) {
                    requireRoom(connection, dni, owner, now);
                }
            }
        }
    }

    private static Optional<IssuedCode> open(Connection connection, String dni, String owner, Instant now)
            throws SQLException {
        return query(connection, "SELECT code, issued_at, expires_at FROM issued_code"
                + " WHERE open_dni = ? AND owner = ? AND expires_at > ?",
                row -> new IssuedCode(row.getString(1), dni, Instant.ofEpochMilli(row.getLong(2)),
                        Instant.ofEpochMilli(row.getLong(3))),
                dni, owner, now.toEpochMilli()).stream().findFirst();
    }

    private static String randomFree(Connection connection, String dni, Instant now)
            throws RefusedException, SQLException {
        List<String> open = query(connection,
                "SELECT open_code FROM issued_code WHERE open_code IS NOT NULL AND expires_at > ?",
                row -> row.getString(1), now.toEpochMilli());
        return CodeGenerator.randomExcept(open).orElseThrow(() -> refused(dni, Refusal.NO_CODE_FREE));
    }

    /** Closes expired codes with these digits or this DNI; false if there is none. */
    private static boolean closeExpired(Connection connection, IssuedCode issued, Instant now) throws SQLException {
        return update(connection, "UPDATE issued_code SET open_code = NULL, open_dni = NULL"
                + " WHERE (open_code = ? OR open_dni = ?) AND expires_at <= ?",
                issued.code(), issued.dni(), now.toEpochMilli()) > 0;
    }

    /**
     * Stores a code at the first free place of its DNI; false if there is none, if the digits are those of an open
     * code, if the owner has an open code of the DNI, or has got too many.
     */
    private boolean insert(Connection connection, IssuedCode issued, String owner) throws SQLException {
        long now = issued.issued().toEpochMilli();
        long expires = issued.expires().toEpochMilli();
        if (owner.isEmpty()) {
            return update(connection, "INSERT INTO issued_code"
                    + " (code, open_code, dni, open_dni, owner, place, issued_at, expires_at)"
                    + " VALUES (?, ?, ?, ?, '', 0, ?, ?) ON CONFLICT DO NOTHING",
                    issued.code(), issued.code(), issued.dni(), issued.dni(), now, expires) == 1;
        }
        return update(connection, """
                INSERT INTO issued_code (code, open_code, dni, open_dni, owner, place, issued_at, expires_at)
                SELECT ?, ?, ?, ?, ?, free.column1, ?, ?
                FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)) AS free
                WHERE NOT EXISTS (SELECT 1 FROM issued_code WHERE open_dni = ? AND place = free.column1)
                    AND (SELECT COUNT(*) FROM issued_code WHERE dni = ? AND owner = ? AND issued_at > ?) < ?
                ORDER BY free.column1 LIMIT 1 ON CONFLICT DO NOTHING""",
                issued.code(), issued.code(), issued.dni(), issued.dni(), owner, now, expires, issued.dni(),
                issued.dni(), owner, now - MINUTE.toMillis(), perMinute) == 1;
    }

    /** Says why a client gets no code; nothing if the next try may succeed. */
    private void requireRoom(Connection connection, String dni, String owner, Instant now)
            throws RefusedException, SQLException {
        query(connection, "SELECT (SELECT COUNT(*) FROM issued_code WHERE dni = ? AND owner = ? AND issued_at > ?),"
                + " (SELECT COUNT(*) FROM issued_code WHERE open_dni = ? AND place > 0 AND expires_at > ?)",
                row -> {
                    if (row.getLong(1) >= perMinute) {
                        throw refused(dni, Refusal.TOO_MANY);
                    }
                    if (row.getLong(2) >= OWNERS) {
                        throw refused(dni, Refusal.TOO_MANY_CLIENTS);
                    }
                    return null;
                }, dni, owner, now.minus(MINUTE).toEpochMilli(), dni, now.toEpochMilli());
    }

    private static RefusedException refused(String dni, Refusal refusal) {
        return new RefusedException(RefusedException.REQUEST, "of " + Dni.mask(dni), refusal);
    }

    /**
     * Redeems the code of a solution and adds its deliveries, in one transaction that is stored when this returns.
     * Resending an identical solution is accepted and changes nothing: a message that comes twice because its
     * acknowledgement was lost is not refused, and does not redeem the same digits if they were issued again meanwhile.
     *
     * @param owner the client that sends the solution; empty if it is not known. The code of another client is unknown
     * @throws RefusedException if the code is unknown, used or expired
     * @throws SQLException     if the database fails
     */
    public Certificate redeem(Solution solution, String owner) throws RefusedException, SQLException {
        return database.transaction(connection -> {
            List<Certificate> accepted = accept(connection, solution, owner);
            return accepted.isEmpty() ? acceptAgain(connection, solution, owner) : accepted.get(0);
        });
    }

    /** Empty if no code that is open fits the solution, or if it was accepted before. */
    private List<Certificate> accept(Connection connection, Solution solution, String owner) throws SQLException {
        long now = clock.millis();
        return query(connection, "UPDATE issued_code SET open_code = NULL, open_dni = NULL, redeemed_at = ?,"
                + " solution = ?, certificate = (SELECT 1 + COUNT(*) FROM issued_code earlier"
                + " WHERE earlier.dni = issued_code.dni AND earlier.redeemed_at IS NOT NULL)"
                + " WHERE open_code = ? AND (owner = '' OR owner = ?) AND expires_at > ?"
                + " AND NOT EXISTS (SELECT 1 FROM issued_code before WHERE " + REDEEMABLE
                + " AND before.solution = ?) RETURNING id, certificate",
                row -> {
                    Certificate certificate = new Certificate(solution, row.getInt(2));
                    Deliveries.add(connection, row.getLong(1), certificate, now);
                    return certificate;
                }, now, solution.message(), solution.code(), owner, now, solution.code(), owner, solution.message());
    }

    /** Of a solution without an open code: accepted if it was accepted before. */
    private static Certificate acceptAgain(Connection connection, Solution solution, String owner)
            throws RefusedException, SQLException {
        return query(connection, "SELECT redeemed_at, solution, certificate FROM issued_code before WHERE "
                + REDEEMABLE + " ORDER BY CASE WHEN solution = ? THEN 0 ELSE 1 END, id DESC LIMIT 1",
                row -> {
                    if (row.getObject(1) == null) {
                        throw refused(solution, Refusal.EXPIRED);
                    }
                    if (!solution.message().equals(row.getString(2))) {
                        throw refused(solution, Refusal.ALREADY_USED);
                    }
                    return new Certificate(solution, row.getInt(3));
                }, solution.code(), owner, solution.message())
                .stream().findFirst().orElseThrow(() -> refused(solution, Refusal.UNKNOWN_CODE));
    }

    private static RefusedException refused(Solution solution, Refusal refusal) {
        return new RefusedException(RefusedException.SOLUTION, "with code " + solution.code(), refusal);
    }
}
