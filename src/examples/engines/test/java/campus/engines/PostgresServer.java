package campus.engines;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A real PostgreSQL with its data in a folder, for tests to kill. */
final class PostgresServer implements AutoCloseable {

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private PostgresServer(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /** Makes a database in a folder, and starts the server of it. */
    static PostgresServer start(Path folder, int port) throws IOException {
        PostgresServer postgres = new PostgresServer(folder.resolve("data"), port);
        postgres.restart();
        return postgres;
    }

    /** Starts it on the same port and with the same data. */
    void restart() throws IOException {
        if (server != null) {
            server.close();
        }
        server = EmbeddedPostgres.builder().setPort(port).setDataDirectory(data).setCleanDataDirectory(false).start();
    }

    /** {@code kill -9} of the server process; those of its connections end with it. */
    void kill() throws Exception {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        server.destroyForcibly();
        server.onExit().get();
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** The first column of a query, a text, and the second, a number. */
    Map<String, Long> counts(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
             PreparedStatement statement = connection.prepareStatement(query);
             ResultSet rows = statement.executeQuery()) {
            Map<String, Long> counts = new LinkedHashMap<>();
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
            return counts;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
