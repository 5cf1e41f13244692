package campus.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL on a free port of 127.0.0.1. All tests of a JVM share the server, as its start takes seconds; each
 * takes databases of its own. The server ends with the JVM.
 */
public final class Postgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static EmbeddedPostgres server;

    private Postgres() {
    }

    /** Starts the server unless it runs. */
    public static synchronized Postgres start() {
        try {
            if (server == null) {
                // It writes without fsync, and ends itself with the JVM.
                server = EmbeddedPostgres.builder().setPort(Ports.free()).start();
            }
            return new Postgres();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The TCP port of the server. */
    public int port() {
        return server.getPort();
    }

    /** Creates an empty database, and returns its JDBC URL. */
    public String newDatabase() {
        return newDatabase("UTF8");
    }

    /** As {@link #newDatabase()}, with another encoding, such as LATIN1. */
    public String newDatabase(String encoding) {
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
             Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " ENCODING '" + encoding
                    + "' LOCALE 'C' TEMPLATE template0");
            return server.getJdbcUrl("postgres", name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
