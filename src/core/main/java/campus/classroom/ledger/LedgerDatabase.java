package campus.classroom.ledger;

import campus.base.Causes;
import campus.base.PrivateFile;
import campus.base.SettingException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;

/**
 * The database of the {@link Ledger}: SQLite in a file, or PostgreSQL for several teachers; the SQL is the same. SQLite
 * was chosen over H2 because a second program can read the file while the teacher writes it, without a server on a
 * port; because it opens at once after a kill (H2 waits four seconds for the old lock); and because it commits ten
 * times as often in a second.
 */
public final class LedgerDatabase implements AutoCloseable {

    private static final Pattern SQLITE_FILE = Pattern.compile("jdbc:sqlite:(?!file:|:|\\?|$)([^?]+)(\\?.*)?");
    /**
     * A commit survives kill -9; with {@code ?synchronous=FULL} in the URL it survives a power failure too. A lock of
     * another program is waited for, for ten seconds. Deleted data is overwritten.
     */
    private static final Map<String, String> SQLITE = Map.of("journal_mode", "WAL", "synchronous", "NORMAL",
            "busy_timeout", "10000", "foreign_keys", "true", "transaction_mode", "IMMEDIATE",
            "secure_delete", "true");
    /** A lost network connection is noticed after ten seconds, unless the URL sets another time. */
    private static final Map<String, String> POSTGRESQL = Map.of("socketTimeout", "10", "tcpKeepAlive", "true");
    /** Neither creates a file nor changes one that is no ledger. */
    private static final Map<String, String> SQLITE_EXISTING = Map.of("open_mode", "2", "busy_timeout", "10000");
    private static final int POSTGRESQL_CONNECTIONS = 10;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);

    private final HikariDataSource connections;

    private LedgerDatabase(HikariDataSource connections) {
        this.connections = connections;
    }

    /**
     * Opens the database, creating or upgrading its tables.
     *
     * @param url JDBC URL ({@code campus.ledger.url})
     * @throws SettingException if it cannot be opened
     */
    public static LedgerDatabase open(String url) {
        try {
            createOwnerOnly(url);
            Flyway flyway = flyway(url, SQLITE);
            requireUtf8(flyway.getConfiguration().getDataSource());
            flyway.migrate();
            return new LedgerDatabase(pool(url));
        } catch (IOException | SQLException | RuntimeException e) {
            throw unusable(url, e);
        }
    }

    /**
     * Opens a database that a teacher has created, whether that teacher is running or not; changes nothing.
     *
     * @param url JDBC URL ({@code campus.ledger.url})
     * @throws SettingException if there is none, or it cannot be opened
     */
    public static LedgerDatabase openExisting(String url) {
        Matcher sqliteFile = SQLITE_FILE.matcher(url);
        if (sqliteFile.matches() && Files.notExists(Path.of(sqliteFile.group(1)))) {
            throw missing(url);
        }
        MigrationInfoService tables;
        try {
            tables = flyway(url, SQLITE_EXISTING).info();
        } catch (RuntimeException e) {
            throw unusable(url, e);
        }
        if (tables.current() == null) {
            throw missing(url);
        }
        if (tables.pending().length > 0) {
            throw new SettingException("campus.ledger.url=" + withoutPassword(url)
                    + " is the ledger of an older version: start the teacher once, which upgrades it");
        }
        return new LedgerDatabase(pool(url));
    }

    /** Every name must be storable: a solution that is not would be tried again for ever. */
    private static void requireUtf8(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            if (isSqlite(connection.getMetaData().getURL())) {
                return;
            }
            try (ResultSet encoding = statement.executeQuery("SHOW server_encoding")) {
                if (encoding.next() && !encoding.getString(1).equals("UTF8")) {
                    throw new SQLException("its encoding is " + encoding.getString(1) + " and must be UTF8");
                }
            }
        }
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ledger");
        config.setJdbcUrl(url);
        properties(url, SQLITE).forEach(config::addDataSourceProperty);
        // SQLite has one writer at a time. Waiting for the pool is better than polling the lock of the file.
        config.setMaximumPoolSize(isSqlite(url) ? 1 : POSTGRESQL_CONNECTIONS);
        // Callers try again, so a short timeout lets the program stop in between.
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setValidationTimeout(CONNECTION_TIMEOUT.toMillis() / 2);
        return new HikariDataSource(config);
    }

    private static Flyway flyway(String url, Map<String, String> sqlite) {
        return Flyway.configure().dataSource(url, null, null).jdbcProperties(properties(url, sqlite))
                .locations("classpath:campus/classroom/ledger")
                .placeholders(Map.of("id", isSqlite(url) ? "INTEGER" : "BIGINT GENERATED ALWAYS AS IDENTITY"))
                .load();
    }

    private static Map<String, String> properties(String url, Map<String, String> sqlite) {
        return isSqlite(url) ? sqlite : POSTGRESQL;
    }

    private static boolean isSqlite(String url) {
        return url.startsWith("jdbc:sqlite:");
    }

    private static SettingException missing(String url) {
        return new SettingException("there is no ledger at campus.ledger.url=" + withoutPassword(url)
                + ": the teacher makes it at its first start; look at campus.data-dir and campus.ledger.url");
    }

    private static SettingException unusable(String url, Exception e) {
        return new SettingException("campus.ledger.url=" + withoutPassword(url) + " cannot be opened: "
                + Causes.rootMessage(e)
                + "; accepted is jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE?user=...&password=...");
    }

    private static String withoutPassword(String url) {
        return url.replaceAll("(?i)password=[^;&]*", "password=...");
    }

    /** SQLite gives the same permissions to the files that it creates beside the database. */
    private static void createOwnerOnly(String url) throws IOException {
        Matcher matcher = SQLITE_FILE.matcher(url);
        if (matcher.matches()) {
            PrivateFile.create(Path.of(matcher.group(1)));
        }
    }

    /**
     * A connection that commits each statement; the caller closes it soon.
     *
     * @throws SQLTransientConnectionException if none is available within two seconds
     */
    public Connection connection() throws SQLException {
        try {
            return connections.getConnection();
        } catch (SQLTransientConnectionException e) {
            throw new SQLTransientConnectionException("the ledger " + withoutPassword(connections.getJdbcUrl())
                    + " does not answer: " + Causes.rootMessage(e), e);
        }
    }

    /**
     * Runs work in one transaction, and returns its result.
     *
     * @throws SQLException if the database fails; then nothing is changed
     */
    public <T> T transaction(Work<T> work) throws SQLException {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** Removes deleted data from the log of SQLite too, unless another program is reading the log. */
    void truncateLog() throws SQLException {
        if (isSqlite(connections.getJdbcUrl())) {
            try (Connection connection = connection(); Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
        }
    }

    /** The work of a {@link #transaction}. */
    @FunctionalInterface
    public interface Work<T> {

        /** Does the work on the connection of the transaction. */
        T on(Connection connection) throws SQLException;
    }

    /** A statement with its parameters: text, numbers or null. The caller closes it. */
    public static PreparedStatement statement(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** Runs a statement, and returns the number of rows that it changed. */
    public static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = statement(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
