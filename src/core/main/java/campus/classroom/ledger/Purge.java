package campus.classroom.ledger;

import static campus.classroom.ledger.Sql.query;
import static campus.classroom.ledger.Sql.updateEach;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Removes the data from before a date: in the ledger, codes that were redeemed or have expired, with their deliveries,
 * and the counts of refusals; in the request log, its lines. An open code stays, and so does a code with an open
 * delivery.
 */
public final class Purge {

    private final LedgerDatabase ledger;
    private final RequestLog requests;
    private final LocalDate before;
    private final Instant end;

    /**
     * A purge of a ledger and a request log.
     *
     * @param before the first day (UTC) that is kept
     * @param clock  gives the time, after which nothing is removed
     */
    public Purge(LedgerDatabase ledger, RequestLog requests, LocalDate before, Clock clock) {
        this.ledger = ledger;
        this.requests = requests;
        this.before = before;
        Instant midnight = before.atStartOfDay(ZoneOffset.UTC).toInstant();
        this.end = midnight.isBefore(clock.instant()) ? midnight : clock.instant();
    }

    /**
     * The numbers of what was removed, or would be.
     *
     * @param codes    issued codes
     * @param refusals counted refusals
     * @param requests lines of the request log
     */
    public record Purged(long codes, long refusals, long requests) {
    }

    /**
     * The numbers of what {@link #run} would remove now.
     *
     * @throws SQLException if the ledger fails
     * @throws IOException  if the request log cannot be read
     */
    public Purged preview() throws SQLException, IOException {
        try (Connection connection = ledger.connection()) {
            return new Purged(codes(connection).size(), refusals(connection), requests.countBefore(end));
        }
    }

    /**
     * Removes the data, that of the ledger in one transaction.
     *
     * @throws SQLException if the ledger fails
     * @throws IOException  if the request log cannot be written; the ledger is purged then
     */
    public Purged run() throws SQLException, IOException {
        Purged ofLedger = ledger.transaction(connection -> {
            List<Long> codes = codes(connection);
            updateEach(connection, "DELETE FROM delivery WHERE issued_code_id = ?", codes);
            updateEach(connection, "DELETE FROM issued_code WHERE id = ?", codes);
            long refusals = refusals(connection);
            Sql.update(connection, "DELETE FROM refusal WHERE day < ?", before.toString());
            return new Purged(codes.size(), refusals, 0);
        });
        ledger.truncateLog();
        return new Purged(ofLedger.codes(), ofLedger.refusals(), requests.removeBefore(end));
    }

    /** The ids of the codes to remove; a teacher at work cannot open them again. */
    private List<Long> codes(Connection connection) throws SQLException {
        return query(connection, """
                SELECT id FROM issued_code WHERE COALESCE(redeemed_at, expires_at) < ? AND NOT EXISTS
                    (SELECT 1 FROM delivery WHERE issued_code_id = issued_code.id
                        AND done_at IS NULL AND failed_at IS NULL)""", row -> row.getLong(1), end.toEpochMilli());
    }

    private long refusals(Connection connection) throws SQLException {
        return query(connection, "SELECT COALESCE(SUM(times), 0) FROM refusal WHERE day < ?", row -> row.getLong(1),
                before.toString()).get(0);
    }
}
