package campus.classroom.delivery;

import static campus.classroom.ledger.Deliveries.BATCH;
import static campus.classroom.ledger.Deliveries.OPEN;
import static campus.classroom.ledger.Deliveries.RESULT;
import static campus.classroom.ledger.LedgerDatabase.statement;
import static campus.classroom.ledger.LedgerDatabase.update;

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

/** Writes accepted solutions from the ledger to the results file, each exactly once, even if it is killed. */
public final class ResultsWriter {

    private final LedgerDatabase database;
    private final String teacher;
    private final ResultsFile file;
    private final Clock clock;
    private final RetryGate gate;

    /** A line to write. Its position in the file is null until it is stored in the ledger. */
    private record Line(long id, Long position, String text) {
    }

    /**
     * A writer of the solutions that a teacher has accepted.
     *
     * @param teacher name of the teacher ({@code campus.client-id})
     */
    public ResultsWriter(LedgerDatabase database, String teacher, ResultsFile file, Clock clock) {
        this.database = database;
        this.teacher = teacher;
        this.file = file;
        this.clock = clock;
        this.gate = new RetryGate(clock);
    }

    /**
     * Writes the line of each accepted solution that is not yet in the file. The position of a line is stored in the
     * database before the line is written, so after a kill the file shows whether the line was written.
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
            if (resultIsOpen()) {
                writeOpen();
            }
            gate.succeeded();
        } catch (IOException e) {
            gate.failed();
            countAttempt();
            throw e;
        } catch (SQLException e) {
            gate.failed();
            throw e;
        }
    }

    private void writeOpen() throws IOException, SQLException {
        try (ResultsFile.Writer writer = file.open()) {
            for (List<Line> lines = nextLines(); !lines.isEmpty(); lines = nextLines()) {
                if (lines.get(0).position() != null) {
                    finish(writer, lines.stream().filter(line -> line.position() != null).toList());
                } else {
                    writer.write(storePositions(lines, writer.end()), text(lines));
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

    /** The next lines to write: those with a position first, in the order of their positions. */
    private List<Line> nextLines() throws SQLException {
        try (Connection connection = database.connection();
             PreparedStatement statement = statement(connection, "SELECT delivery.id, position, solution"
                     + Deliveries.WITH_CODES + OPEN + " ORDER BY position IS NULL, position, delivery.id LIMIT "
                     + BATCH, teacher, RESULT);
             ResultSet rows = statement.executeQuery()) {
            List<Line> lines = new ArrayList<>();
            while (rows.next()) {
                Number position = (Number) rows.getObject(2);
                lines.add(new Line(rows.getLong(1), position == null ? null : position.longValue(), rows.getString(3)));
            }
            return lines;
        }
    }

    /** Stores the positions of lines that follow each other, and returns the first. */
    private long storePositions(List<Line> lines, long end) throws SQLException {
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

    /** Completes the lines of one batch after a kill or a full disk. */
    private void finish(ResultsFile.Writer writer, List<Line> lines) throws IOException, SQLException {
        if (writer.finish(lines.get(0).position(), text(lines))) {
            return;
        }
        // The file was edited in the meantime: lines that are not in it get a new position.
        List<String> present = writer.lines();
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
