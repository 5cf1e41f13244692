package campus.classroom.delivery;

import static campus.classroom.ledger.Deliveries.BATCH;
import static campus.classroom.ledger.Deliveries.FREE;
import static campus.classroom.ledger.Deliveries.OPEN;
import static campus.classroom.ledger.Deliveries.RESULT;

import campus.base.LineFile;
import campus.classroom.ledger.Deliveries;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.ledger.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets the results file follow the ledger: each accepted solution is a line. At the start, and after each failure, the
 * file is compared with the ledger and completed, so that a kill or a full disk does no harm; lines that somebody else
 * wrote stay. Of several teachers on one ledger each solution is in the file of one.
 */
public final class ResultsWriter {

    private final LedgerDatabase database;
    private final String teacher;
    private final LineFile file;
    private final Clock clock;
    private final RetryGate gate;
    private boolean complete;

    /**
     * A writer of accepted solutions.
     *
     * @param teacher name of the teacher ({@code campus.client-id})
     */
    public ResultsWriter(LedgerDatabase database, String teacher, Path file, Clock clock) {
        this.database = database;
        this.teacher = teacher;
        this.file = new LineFile(file);
        this.clock = clock;
        this.gate = new RetryGate(clock);
    }

    /**
     * Writes the line of each accepted solution that is not yet in the file.
     *
     * <p>After a failure calls do nothing for a while, longer after each failure in a row.
     *
     * @throws IOException  if the file cannot be written
     * @throws SQLException if the database fails
     */
    public synchronized void write() throws IOException, SQLException {
        if (!gate.isOpen()) {
            return;
        }
        try {
            boolean more = !complete || !database.query("SELECT 1 FROM delivery WHERE" + OPEN + " LIMIT 1",
                    row -> true, RESULT).isEmpty();
            while (more) {
                claim();
                // Not until there are none: another teacher may be at some of them.
                more = database.transaction(this::writeOpen) == BATCH;
                complete = true;
            }
            gate.succeeded();
        } catch (IOException | SQLException e) {
            complete = false;
            gate.failed();
            throw e;
        }
    }

    /** The rows are claimed before they are written, so that after a kill no other teacher writes them too. */
    private void claim() throws SQLException {
        if (database.isShared()) {
            database.update("UPDATE delivery SET teacher = ?, next_at = ? WHERE id IN (SELECT id FROM delivery"
                    + " WHERE" + OPEN + " AND" + FREE + " ORDER BY id LIMIT " + BATCH
                    + " FOR UPDATE SKIP LOCKED)", teacher, clock.millis(), RESULT, false, teacher);
        }
    }

    /** The file needs no force: what a power failure takes from it is in the ledger, and is written at the start. */
    private int writeOpen(Connection connection) throws IOException, SQLException {
        Map<Long, String> open = select(connection, OPEN + " AND (? OR teacher = ?) ORDER BY delivery.id"
                + (complete ? " LIMIT " + BATCH : ""), RESULT, !database.isShared(), teacher);
        List<String> lines = complete ? new ArrayList<>() : written(connection);
        lines.addAll(open.values());
        if (lines.isEmpty()) {
            return 0;
        }
        if (complete) {
            file.append(lines);
        } else {
            file.complete(lines);
        }
        return Sql.updateEach(connection, "UPDATE delivery SET attempts = attempts + 1, done_at = ?, teacher = ?"
                + " WHERE id = ?", open.keySet(), clock.millis(), teacher);
    }

    /** The lines that must be in the file. A ledger in a file has one teacher, whatever its name was before. */
    private List<String> written(Connection connection) throws SQLException {
        return new ArrayList<>(select(connection, " kind = ? AND done_at IS NOT NULL AND (? OR teacher = ?)"
                + " ORDER BY delivery.id", RESULT, !database.isShared(), teacher).values());
    }

    /** The solutions by the id of their delivery. */
    private static Map<Long, String> select(Connection connection, String condition, Object... parameters)
            throws SQLException {
        Map<Long, String> solutions = new LinkedHashMap<>();
        Sql.query(connection, "SELECT delivery.id, solution" + Deliveries.WITH_CODES + condition,
                row -> solutions.put(row.getLong(1), row.getString(2)), parameters);
        return solutions;
    }
}
