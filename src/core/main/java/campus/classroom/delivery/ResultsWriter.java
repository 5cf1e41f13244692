package campus.classroom.delivery;

import static campus.classroom.ledger.Deliveries.BATCH;
import static campus.classroom.ledger.Deliveries.OPEN;
import static campus.classroom.ledger.Deliveries.RESULT;
import static campus.classroom.ledger.LedgerDatabase.statement;
import static campus.classroom.ledger.LedgerDatabase.update;

import campus.base.Backoff;
import campus.classroom.ledger.Deliveries;
import campus.classroom.ledger.LedgerDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Brings accepted solutions from the ledger into the file of results, each exactly once, whenever it is killed. */
public final class ResultsWriter {

    private final LedgerDatabase database;
    private final String teacher;
    private final ResultsFile results;
    private final Clock clock;
    private final RetryGate pause;

    /** A line to write; its position is null until it is decided. */
    private record Line(long id, Long position, String text) {
    }

    public ResultsWriter(LedgerDatabase database, String teacher, ResultsFile results, Clock clock) {
        this.database = database;
        this.teacher = teacher;
        this.results = results;
        this.clock = clock;
        this.pause = new RetryGate(Backoff.RESULTS, clock);
    }

    /**
     * Writes the line of every accepted solution that is not yet in the results, each once: where a line will stand is
     * in the database before it is written, so that after a kill it can be seen whether it does.
     *
     * @throws IOException  where the results cannot be written; they are tried again later, less and less often
     * @throws SQLException where the database fails; the same
     */
    public synchronized void write() throws IOException, SQLException {
        if (!pause.isOver()) {
            return;
        }
        try {
            if (resultIsOpen()) {
                writeOpen();
            }
            pause.succeeded();
        } catch (IOException e) {
            pause.failed();
            countAttempt();
            throw e;
        } catch (SQLException e) {
            pause.failed();
            throw e;
        }
    }

    private void writeOpen() throws IOException, SQLException {
        try (ResultsFile.Writer file = results.open()) {
            for (List<Line> lines = open(); !lines.isEmpty(); lines = open()) {
                if (lines.get(0).position() != null) {
                    finish(file, lines.stream().filter(line -> line.position() != null).toList());
                } else {
                    file.write(decidePositions(lines, file.end()), text(lines));
                }
                markWritten();
            }
        }
    }

    private boolean resultIsOpen() throws SQLException {
        try (Connection connection = database.connection();
             PreparedStatement statement = statement(connection,
                     "SELECT 1 FROM delivery WHERE" + OPEN + " LIMIT 1", teacher, RESULT);
             ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    /** Those with a position first, in its order. */
    private List<Line> open() throws SQLException {
        try (Connection connection = database.connection();
             PreparedStatement statement = statement(connection, "SELECT delivery.id, position, solution" + Deliveries.WITH_CODES
                     + OPEN + " ORDER BY position IS NULL, position, delivery.id LIMIT " + BATCH, teacher, RESULT);
             ResultSet rows = statement.executeQuery()) {
            List<Line> lines = new ArrayList<>();
            while (rows.next()) {
                Number position = (Number) rows.getObject(2);
                lines.add(new Line(rows.getLong(1), position == null ? null : position.longValue(), rows.getString(3)));
            }
            return lines;
        }
    }

    /** One line after the other; where the first begins. */
    private long decidePositions(List<Line> lines, long end) throws SQLException {
        database.transaction(connection -> {
            try (PreparedStatement statement =
                         connection.prepareStatement("UPDATE delivery SET position = ? WHERE id = ?")) {
                long position = end;
                for (Line line : lines) {
                    statement.setLong(1, position);
                    statement.setLong(2, line.id());
                    statement.addBatch();
                    position += text(List.of(line)).length;
                }
                return statement.executeBatch();
            }
        });
        return end;
    }

    /** After a kill or a full disk: the lines of one batch, which follow each other. */
    private void finish(ResultsFile.Writer file, List<Line> lines) throws IOException, SQLException {
        if (file.finish(lines.get(0).position(), text(lines))) {
            return;
        }
        // Somebody has changed the file since: what is not there begins anew.
        List<String> present = file.lines();
        for (Line line : lines) {
            if (!present.remove(line.text())) {
                try (Connection connection = database.connection()) {
                    update(connection, "UPDATE delivery SET position = NULL WHERE id = ?", line.id());
                }
            }
        }
    }

    private static byte[] text(List<Line> lines) {
        return lines.stream().map(line -> line.text() + "\n").collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private void markWritten() throws SQLException {
        try (Connection connection = database.connection()) {
            update(connection, "UPDATE delivery SET attempts = attempts + 1, done_at = ? WHERE" + OPEN
                    + " AND position IS NOT NULL", clock.millis(), teacher, RESULT);
        }
    }

    private void countAttempt() throws SQLException {
        try (Connection connection = database.connection()) {
            update(connection, "UPDATE delivery SET attempts = attempts + 1 WHERE" + OPEN, teacher, RESULT);
        }
    }
}
