package campus.classroom.ledger;

import campus.base.SettingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
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
        requireUtf8();
        requireThisVersion();
        flyway.migrate();
        requireWritable();
    }

    /**
     * Whether there are tables; otherwise they can be created. Changes nothing.
     *
     * @throws SQLException     if the database fails, has another encoding, or does not let this role write
     * @throws SettingException if the tables are those of another version of this program
     */
    boolean isUsable() throws SQLException {
        requireUtf8();
        if (isMissing()) {
            requireCreatable();
            return false;
        }
        requireThisVersion();
        requireWritable();
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
    private void requireUtf8() throws SQLException {
        String encoding = answer("SHOW server_encoding", "UTF8");
        if (!encoding.equals("UTF8")) {
            throw new SQLException("its encoding is " + encoding + " and must be UTF8");
        }
    }

    private void requireCreatable() throws SQLException {
        String may = "SELECT CAST(COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false) AS text)";
        if (!answer(may, "true").equals("true")) {
            throw new SQLException("this role may not create the tables");
        }
    }

    /** What PostgreSQL answers. SQLite is not asked: its answer is known. */
    private String answer(String sql, String ofSqlite) throws SQLException {
        if (LedgerDatabase.isSqlite(url)) {
            return ofSqlite;
        }
        try (Connection connection = connection()) {
            return Sql.query(connection, sql, row -> row.getString(1)).get(0);
        }
    }

    /** Else petitions would wait for ever, and nobody would know why. */
    private void requireWritable() throws SQLException {
        try (Connection connection = connection()) {
            for (String change : WRITES) {
                Sql.update(connection, change);
            }
        }
    }

    private Connection connection() throws SQLException {
        return flyway.getConfiguration().getDataSource().getConnection();
    }
}
