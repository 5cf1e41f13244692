package campus.exchange;

import static campus.exchange.LedgerDatabase.statement;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * Forgets what is older than a date: in the ledger, codes that were redeemed or have expired, with all that was done for
 * them, and the counts of refusals; in the petitions file, its lines. A code that may still be redeemed stays, and one
 * whose result or mail waits.
 */
public final class Purge {

    private final LedgerDatabase ledger;
    private final LineFile petitions;
    private final LocalDate before;
    private final Instant end;

    /** @param before the first day (UTC) that is kept */
    public Purge(LedgerDatabase ledger, LineFile petitions, LocalDate before, Clock clock) {
        this.ledger = ledger;
        this.petitions = petitions;
        this.before = before;
        Instant midnight = before.atStartOfDay(ZoneOffset.UTC).toInstant();
        this.end = midnight.isBefore(clock.instant()) ? midnight : clock.instant();
    }

    /**
     * How much was forgotten, or would be.
     *
     * @param codes     issued codes
     * @param refusals  counted refusals
     * @param petitions lines of the petitions file
     */
    public record Purged(long codes, long refusals, long petitions) {
    }

    /**
     * What {@link #run} would forget now.
     *
     * @throws SQLException where the ledger fails
     * @throws IOException  where the petitions file fails
     */
    public Purged preview() throws SQLException, IOException {
        try (Connection connection = ledger.connection()) {
            return new Purged(codes(connection).size(), refusals(connection), petitions.count(this::isOld));
        }
    }

    /**
     * Forgets it; all of the ledger's part or nothing.
     *
     * @throws SQLException where the ledger fails
     * @throws IOException  where the petitions file fails
     */
    public Purged run() throws SQLException, IOException {
        Purged ofLedger = ledger.transaction(connection -> {
            List<Long> codes = codes(connection);
            delete(connection, "DELETE FROM delivery WHERE issued_code_id = ?", codes);
            delete(connection, "DELETE FROM issued_code WHERE id = ?", codes);
            long refusals = refusals(connection);
            LedgerDatabase.update(connection, "DELETE FROM refusal WHERE day < ?", before.toString());
            return new Purged(codes.size(), refusals, 0);
        });
        ledger.forgetDeleted();
        return new Purged(ofLedger.codes(), ofLedger.refusals(), petitions.removeIf(this::isOld));
    }

    /** What is in this list stays closed and delivered, whatever a teacher does meanwhile. */
    private List<Long> codes(Connection connection) throws SQLException {
        try (PreparedStatement statement = statement(connection, """
                SELECT id FROM issued_code WHERE COALESCE(redeemed_at, expires_at) < ? AND NOT EXISTS
                    (SELECT 1 FROM delivery WHERE issued_code_id = issued_code.id
                        AND done_at IS NULL AND failed_at IS NULL)""", end.toEpochMilli());
             ResultSet rows = statement.executeQuery()) {
            List<Long> codes = new ArrayList<>();
            while (rows.next()) {
                codes.add(rows.getLong(1));
            }
            return codes;
        }
    }

    private long refusals(Connection connection) throws SQLException {
        try (PreparedStatement statement = statement(connection,
                "SELECT COALESCE(SUM(times), 0) FROM refusal WHERE day < ?", before.toString());
             ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void delete(Connection connection, String sql, List<Long> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (long id : ids) {
                statement.setLong(1, id);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** A line of the petitions file begins with its time; one that does not was not written here, and stays. */
    private boolean isOld(String petition) {
        try {
            return Instant.parse(petition.split(" ", 2)[0]).isBefore(end);
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
