package campus.classroom.ledger;

import campus.base.Causes;
import campus.base.PrintableText;
import campus.base.SettingException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The database of the {@link Ledger}: SQLite in a file, or PostgreSQL for several teachers; the SQL is the same. SQLite
 * was chosen over H2 because a second program can read the file while the teacher writes it, without a server on a
 * port; because it opens at once after a kill (H2 waits four seconds for the old lock); and because it commits ten
 * times as often in a second.
 */
public final class LedgerDatabase implements AutoCloseable {

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
    private final Optional<LedgerFile.Lock> lock;
    private TeacherClaim claim;

    private LedgerDatabase(HikariDataSource connections, Optional<LedgerFile.Lock> lock) {
        this.connections = connections;
        this.lock = lock;
    }

    /**
     * Opens the database for a teacher, creating its tables.
     *
     * @param url JDBC URL ({@code campus.ledger.url})
     * @throws SettingException    if it cannot be opened or written, or is a file that another teacher has open
     * @throws LedgerAwayException if the database does not answer, or has no room for another connection
     */
    public static LedgerDatabase open(String url) {
        Optional<LedgerFile.Lock> lock = Optional.empty();
        try {
            lock = LedgerFile.of(url).map(LedgerFile::lock);
            new LedgerSchema(url, isSqlite(url) ? SQLITE : POSTGRESQL).make();
            return new LedgerDatabase(pool(url), lock);
        } catch (SQLException | RuntimeException e) {
            lock.ifPresent(LedgerFile.Lock::close);
            throw failure(url, e);
        }
    }

    /** What to throw for a failure at the start: a {@link SettingException}, or a {@link LedgerAwayException}. */
    private static RuntimeException failure(String url, Exception e) {
        if (isAway(e)) {
            return new LedgerAwayException("campus.ledger.url=" + withoutPassword(url) + " does not answer: "
                    + Causes.rootMessage(e));
        }
        return e instanceof SettingException known ? known : unusable(url, e);
    }

    /** Whether the database may answer later, by its SQLSTATE: no connection, no more of them, or it is starting. */
    private static boolean isAway(Exception e) {
        return Causes.of(e).filter(SQLException.class::isInstance).map(cause -> ((SQLException) cause).getSQLState())
                .anyMatch(state -> state != null && state.matches("08(?!P01).*|53.*|57P0[13]"));
    }

    /**
     * Opens a database that a teacher has created, whether that teacher is running or not; changes nothing.
     *
     * @param url JDBC URL ({@code campus.ledger.url})
     * @throws SettingException if there is none, or it cannot be opened
     */
    public static LedgerDatabase openExisting(String url) {
        try {
            LedgerSchema schema = existing(url);
            if (isMissing(url) || schema.isMissing()) {
                throw new SettingException("there is no ledger at campus.ledger.url=" + withoutPassword(url)
                        + ": the teacher makes it at its first start; look at campus.data-dir and campus.ledger.url");
            }
            schema.requireThisVersion();
        } catch (RuntimeException e) {
            throw e instanceof SettingException known ? known : unusable(url, e);
        }
        return new LedgerDatabase(pool(url), Optional.empty());
    }

    /**
     * Whether there is a ledger; otherwise a teacher can make it. Changes nothing, and does not mind a teacher.
     *
     * @param url JDBC URL ({@code campus.ledger.url})
     * @throws SettingException    if it cannot be opened or written, or is of another version
     * @throws LedgerAwayException if the database does not answer, or has no room for another connection
     */
    public static boolean exists(String url) {
        try {
            if (LedgerFile.of(url).filter(LedgerFile::isReadOnly).isPresent()) {
                throw new IllegalStateException("this user may not write there");
            }
            return !isMissing(url) && existing(url).isUsable();
        } catch (SQLException | RuntimeException e) {
            throw failure(url, e);
        }
    }

    private static boolean isMissing(String url) {
        return LedgerFile.of(url).filter(LedgerFile::isMissing).isPresent();
    }

    /** The tables of a database that is not created. */
    private static LedgerSchema existing(String url) {
        return new LedgerSchema(url, isSqlite(url) ? SQLITE_EXISTING : POSTGRESQL);
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ledger");
        config.setJdbcUrl(url);
        (isSqlite(url) ? SQLITE : POSTGRESQL).forEach(config::addDataSourceProperty);
        // SQLite has one writer at a time. Waiting for the pool is better than polling the lock of the file.
        config.setMaximumPoolSize(isSqlite(url) ? 1 : POSTGRESQL_CONNECTIONS);
        // Callers try again, so a short timeout lets the program stop in between.
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setValidationTimeout(CONNECTION_TIMEOUT.toMillis() / 2);
        return new HikariDataSource(config);
    }

    static boolean isSqlite(String url) {
        return url.startsWith("jdbc:sqlite:");
    }

    private static SettingException unusable(String url, Exception e) {
        return new SettingException("campus.ledger.url=" + withoutPassword(url) + " cannot be opened: "
                + (url.matches("jdbc:(sqlite|postgresql):.*") ? Causes.rootMessage(e)
                        : "it is the address of neither database")
                + "; accepted is jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE?user=...&password=...");
    }

    static String withoutPassword(String url) {
        return PrintableText.of(url.replaceAll("(?i)password=[^;&]*", "password=..."));
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
     * @throws E            if the work fails; then nothing is changed
     */
    public <T, E extends Exception> T transaction(Sql.Work<Connection, T, E> work) throws SQLException, E {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (Exception e) {
                try {
                    connection.rollback();
                } catch (SQLException done) {
                    e.addSuppressed(done); // On a full disk SQLite has done it itself.
                }
                throw e;
            }
        }
    }

    /** {@link Sql#query} on a connection of its own. */
    public <T> List<T> query(String sql, Sql.Work<ResultSet, T, RuntimeException> work, Object... parameters)
            throws SQLException {
        try (Connection connection = connection()) {
            return Sql.query(connection, sql, work, parameters);
        }
    }

    /** {@link Sql#update} on a connection of its own. */
    public int update(String sql, Object... parameters) throws SQLException {
        try (Connection connection = connection()) {
            return Sql.update(connection, sql, parameters);
        }
    }

    /** Whether several teachers may have it open at a time: PostgreSQL, and not a file. */
    public boolean isShared() {
        return !isSqlite(connections.getJdbcUrl());
    }

    /**
     * Claims a client identifier until this is closed. A ledger in a file has one teacher at a time anyhow.
     *
     * @throws SettingException    if another teacher on this database has it
     * @throws LedgerAwayException if the database does not answer
     */
    public void claim(String clientId) {
        String url = connections.getJdbcUrl();
        try {
            claim = isShared() ? new TeacherClaim(url, POSTGRESQL, clientId) : null;
        } catch (SQLException e) {
            throw failure(url, e);
        }
    }

    /** Removes deleted data from the log of SQLite too, unless another program is reading the log. */
    void truncateLog() throws SQLException {
        if (!isShared()) {
            query("PRAGMA wal_checkpoint(TRUNCATE)", row -> null);
        }
    }

    @Override
    public void close() {
        connections.close();
        if (claim != null) {
            claim.close();
        }
        lock.ifPresent(LedgerFile.Lock::close);
    }
}
