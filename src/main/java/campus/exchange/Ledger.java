package campus.exchange;

import campus.base.SettingException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.flywaydb.core.Flyway;

/**
 * Which codes were issued, to which DNI, when, and which were redeemed; in a database, so that a restart forgets
 * nothing. Each decision is one statement: the database decides, whatever else runs at the same time.
 *
 * <p>An open code stands in the column {@code open_code}, which is unique; closing it (redeemed or expired) sets that
 * column to null and keeps the row as history. So the same five digits can be issued again, but never twice at a time.
 */
public final class Ledger implements AutoCloseable {

    private static final int ATTEMPTS = 1000;
    /** ISO 9075 SQLSTATE, the same in H2 and PostgreSQL. */
    private static final String UNIQUE_VIOLATION = "23505";

    private final HikariDataSource database;
    private final Codes codes = new Codes();
    private final Duration timeToLive;
    private final Clock clock;

    private Ledger(HikariDataSource database, Duration timeToLive, Clock clock) {
        this.database = database;
        this.timeToLive = timeToLive;
        this.clock = clock;
    }

    /**
     * Opens a ledger, creating or upgrading its tables.
     *
     * @param url        JDBC URL ({@code campus.ledger.url})
     * @param timeToLive how long a code may be redeemed
     * @throws SettingException where the database cannot be opened
     */
    public static Ledger open(String url, Duration timeToLive, Clock clock) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ledger");
        config.setJdbcUrl(relativeToWorkingDirectory(url));
        config.setMaximumPoolSize(4);
        if (url.startsWith("jdbc:h2:")) {
            // Written before the commit returns: a code that is published must survive kill -9 (default: 500 ms later).
            config.setConnectionInitSql("SET WRITE_DELAY 0");
        }
        try {
            HikariDataSource database = new HikariDataSource(config);
            try {
                Flyway.configure().dataSource(database).locations("classpath:campus/exchange/ledger").load().migrate();
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
            return new Ledger(database, timeToLive, clock);
        } catch (RuntimeException e) {
            throw new SettingException("campus.ledger.url=" + url.replaceAll("(?i)password=[^;&]*", "password=...")
                    + " cannot be opened: " + rootCause(e)
                    + "; accepted is the JDBC URL of a database that no other program has locked");
        }
    }

    /**
     * Issues a fresh code to a DNI: random, and different from every other open one. It is stored when this returns.
     *
     * @throws SQLException          where the database fails
     * @throws IllegalStateException where hardly any code is free
     */
    public IssuedCode issue(String dni) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Instant now = clock.instant();
                IssuedCode issued = new IssuedCode(codes.random(), dni, now, now.plus(timeToLive));
                close(connection, issued.code(), now);
                if (insert(connection, issued)) {
                    return issued;
                }
            }
        }
        throw new IllegalStateException("no free code in " + ATTEMPTS + " attempts: nearly all of " + Codes.COUNT
                + " are open; shorten campus.teacher.code-ttl");
    }

    /** Frees the digits of a code that has expired. */
    private static void close(Connection connection, String code, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE issued_code SET open_code = NULL WHERE open_code = ? AND expires_at <= ?")) {
            statement.setString(1, code);
            statement.setTimestamp(2, Timestamp.from(now));
            statement.executeUpdate();
        }
    }

    private static boolean insert(Connection connection, IssuedCode issued) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO issued_code (code, open_code, dni, issued_at, expires_at) VALUES (?, ?, ?, ?, ?)")) {
            statement.setString(1, issued.code());
            statement.setString(2, issued.code());
            statement.setString(3, issued.dni());
            statement.setTimestamp(4, Timestamp.from(issued.issued()));
            statement.setTimestamp(5, Timestamp.from(issued.expires()));
            statement.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Redeems the code of a solution, once and for all. It is stored when this returns.
     *
     * @throws RefusedException where the code is unknown, used or expired
     * @throws SQLException     where the database fails
     */
    public void redeem(Solution solution) throws RefusedException, SQLException {
        Timestamp now = Timestamp.from(clock.instant());
        try (Connection connection = database.getConnection();
             PreparedStatement statement = connection.prepareStatement(
                     "UPDATE issued_code SET open_code = NULL, redeemed_at = ?, solution = ?"
                             + " WHERE open_code = ? AND expires_at > ?")) {
            statement.setTimestamp(1, now);
            statement.setString(2, solution.message());
            statement.setString(3, solution.code());
            statement.setTimestamp(4, now);
            if (statement.executeUpdate() == 0) {
                throw new RefusedException("solution with code " + solution.code(),
                        whyNotOpen(connection, solution.code()));
            }
        }
    }

    private static Refusal whyNotOpen(Connection connection, String code) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT redeemed_at FROM issued_code WHERE code = ? ORDER BY id DESC FETCH FIRST 1 ROW ONLY")) {
            statement.setString(1, code);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Refusal.UNKNOWN_CODE;
                }
                return rows.getTimestamp(1) == null ? Refusal.EXPIRED : Refusal.ALREADY_USED;
            }
        }
    }

    /** Closes the database. */
    @Override
    public void close() {
        database.close();
    }

    /** H2 takes a relative path only where it is spelled {@code ./path}. */
    private static String relativeToWorkingDirectory(String url) {
        return url.replaceFirst("^(jdbc:h2:(?:file:)?)(?=[A-Za-z0-9_][^:;]*(;|$))", "$1./");
    }

    private static String rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
    }
}
