package campus.classroom.ledger;

import campus.base.SettingException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of a ledger, and whether a teacher can use them. */
final class LedgerSchema {

    /** They change nothing, and need the permissions of a teacher. */
    private static final List<String> WRITES = List.of("UPDATE issued_code SET dni = dni WHERE 1 = 0",
            "UPDATE delivery SET next_at = next_at WHERE 1 = 0", "DELETE FROM wrong_message WHERE 1 = 0",
            "INSERT INTO refusal SELECT * FROM refusal WHERE 1 = 0");

    private final String url;
    private final Flyway flyway;

    /** @param properties of the JDBC driver */
    LedgerSchema(String url, Map<String, String> properties) {
        this.url = url;
        this.flyway = Flyway.configure().dataSource(url, null, null).jdbcProperties(properties)
                .locations("classpath:campus/classroom/ledger").ignoreMigrationPatterns("*:pending")
                .placeholders(Map.of("id",
                        LedgerDatabase.isSqlite(url) ? "INTEGER" : "BIGINT GENERATED ALWAYS AS IDENTITY"))
                .load();
    }

    /**
     * Creates the tables if there are none, and checks that they can be used.
     *
     * @throws SQLException if the database fails, has another encoding, or does not let this role write
     */
    void make() throws SQLException {
        DataSource source = flyway.getConfiguration().getDataSource();
        requireUtf8(source);
        requireThisVersion();
        flyway.migrate();
        requireWritable(source);
    }

    /**
     * Whether there are tables; otherwise they can be created. Changes nothing.
     *
     * @throws SQLException     if the database fails, has another encoding, or does not let this role write
     * @throws SettingException if the tables are those of another version of this program
     */
    boolean isUsable() throws SQLException {
        DataSource source = flyway.getConfiguration().getDataSource();
        requireUtf8(source);
        if (isMissing()) {
            requireCreatable(source);
            return false;
        }
        requireThisVersion();
        requireWritable(source);
        return true;
    }

    boolean isMissing() {
        return flyway.info().current() == null;
    }

    /** @throws SettingException if the tables are those of another version of this program */
    void requireThisVersion() {
        if (!flyway.validateWithResult().validationSuccessful) {
            throw new SettingException("campus.ledger.url=" + LedgerDatabase.withoutPassword(url)
                    + " is the ledger of another version of this program: use that version, or move the ledger away,"
                    + " and the teacher makes a new one");
        }
    }

    /** Every name must be storable: a solution that is not would be tried again for ever. */
    private void requireUtf8(DataSource source) throws SQLException {
        if (LedgerDatabase.isSqlite(url)) {
            return;
        }
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement();
             ResultSet encoding = statement.executeQuery("SHOW server_encoding")) {
            if (encoding.next() && !encoding.getString(1).equals("UTF8")) {
                throw new SQLException("its encoding is " + encoding.getString(1) + " and must be UTF8");
            }
        }
    }

    private void requireCreatable(DataSource source) throws SQLException {
        if (LedgerDatabase.isSqlite(url)) {
            return;
        }
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement();
             ResultSet may = statement.executeQuery(
                     "SELECT COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false)")) {
            if (may.next() && !may.getBoolean(1)) {
                throw new SQLException("this role may not create the tables");
            }
        }
    }

    /** Else petitions would wait for ever, and nobody would know why. */
    private static void requireWritable(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            for (String change : WRITES) {
                LedgerDatabase.update(connection, change);
            }
        }
    }
}
