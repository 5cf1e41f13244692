package campus.classroom.delivery;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the deliveries of a ledger in SQLite read-only, as on a full disk, until it is closed. */
final class ReadOnlyDeliveries implements AutoCloseable {

    private final String url;

    ReadOnlyDeliveries(String url) throws SQLException {
        this.url = url;
        execute("CREATE TRIGGER full_disk BEFORE UPDATE ON delivery BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    }

    @Override
    public void close() throws SQLException {
        execute("DROP TRIGGER full_disk");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
             Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
