package campus.classroom.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import campus.base.SettingException;
import campus.testkit.EmptyPostgres;
import campus.testkit.LogLines;
import campus.testkit.proxy.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two teachers with one client identifier on one PostgreSQL. */
class TeacherClaimPostgresIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final EmptyPostgres POSTGRES = new EmptyPostgres();

    @Test
    void theSecondIsRefusedUntilTheFirstHasEnded() {
        try (LedgerDatabase first = teacher(POSTGRES.url(), "campus-1");
             LedgerDatabase other = teacher(POSTGRES.url(), "campus-2")) {
            assertThat(other.isShared()).isTrue();
            try (LedgerDatabase second = LedgerDatabase.open(POSTGRES.url())) {
                assertThatThrownBy(() -> second.claim("campus-1")).isExactlyInstanceOf(SettingException.class)
                        .hasMessageStartingWith("campus.client-id=campus-1: another teacher with it is using"
                                + " campus.ledger.url=jdbc:postgresql://")
                        .hasMessageEndingWith(": stop it, or give this one a campus.data-dir and a campus.client-id of"
                                + " its own").message().hasLineCount(1);
                first.close();
                second.claim("campus-1");
            }
        }
    }

    @Test
    void aDatabaseThatWasAwayHoldsTheClaimAgain() throws Exception {
        try (Proxy network = Proxy.to(POSTGRES.server().port()); TeacherClaim first = claim(by(network), "campus-1")) {
            assertThat(first).isNotNull();
            assertThat(claims()).isOne();
            network.refuse();
            network.cut();
            await().atMost(PATIENCE).until(() -> claims() == 0);
            network.accept();
            await().atMost(PATIENCE).until(() -> claims() == 1);
        }
        await().atMost(PATIENCE).until(() -> claims() == 0);
    }

    @Test
    void aClaimThatIsLostToAnotherIsTold() throws Exception {
        LogLines log = new LogLines(TeacherClaim.class);
        log.start();
        try (Proxy network = Proxy.to(POSTGRES.server().port()); TeacherClaim first = claim(by(network), "campus-1")) {
            assertThat(first).isNotNull();
            network.refuse();
            network.cut();
            try (LedgerDatabase second = teacher(POSTGRES.url(), "campus-1")) {
                assertThat(second.isShared()).isTrue();
                network.accept();
                await().atMost(PATIENCE).until(() -> !log.lines().isEmpty());
                assertThat(log.lines()).singleElement().asString()
                        .startsWith("ERROR campus.client-id=campus-1: another teacher with it is using");
            }
            await().atMost(PATIENCE).until(() -> log.lines().size() == 2);
            assertThat(log.lines().get(1)).startsWith("INFO ");
        } finally {
            log.stop();
        }
    }

    @Test
    void theDeliveriesOfATeacherThatIsGoneAreFree() throws Exception {
        try (LedgerDatabase ledger = LedgerDatabase.open(POSTGRES.url()); TeacherClaim other = claim("campus-2")) {
            try (TeacherClaim gone = claim("campus-1")) {
                assertThat(gone).isNotSameAs(other);
                begin(ledger, "campus-1");
                begin(ledger, "campus-2");
                await().during(Duration.ofMillis(1000)).until(() -> begun(ledger).size() == 2);
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(begun(ledger)).containsExactly("campus-2"));
            assertThat(ledger.update("DELETE FROM delivery WHERE next_at = 0")).isOne();
        }
    }

    @Test
    void aTeacherThatComesBackInTimeKeepsItsDeliveries() throws Exception {
        try (LedgerDatabase ledger = LedgerDatabase.open(POSTGRES.url());
             TeacherClaim other = new TeacherClaim(POSTGRES.url(), Map.of(), "campus-2", Duration.ofMillis(50),
                     Duration.ofSeconds(4))) {
            begin(ledger, "campus-1");
            await().during(Duration.ofMillis(500)).until(() -> begun(ledger).size() == 1);
            try (TeacherClaim back = claim("campus-1")) {
                assertThat(back).isNotSameAs(other);
                await().during(Duration.ofSeconds(5)).atMost(PATIENCE).until(() -> begun(ledger).size() == 1);
            }
        }
    }

    private static TeacherClaim claim(String name) throws SQLException {
        return claim(POSTGRES.url(), name);
    }

    private static TeacherClaim claim(String url, String name) throws SQLException {
        return new TeacherClaim(url, Map.of(), name, Duration.ofMillis(50), Duration.ofMillis(300));
    }

    private static void begin(LedgerDatabase ledger, String teacher) throws Exception {
        new Ledger(ledger, Duration.ofMinutes(10), 100, Clock.systemUTC()).issue("12345678", teacher);
        ledger.update("INSERT INTO delivery (issued_code_id, kind, teacher, next_at)"
                + " SELECT id, 'mail', ?, 9 FROM issued_code WHERE owner = ?", teacher, teacher);
    }

    /** The teachers that have claimed an open delivery. */
    private static List<String> begun(LedgerDatabase ledger) throws SQLException {
        return ledger.query("SELECT teacher FROM delivery WHERE teacher IS NOT NULL ORDER BY teacher",
                row -> row.getString(1));
    }

    private static LedgerDatabase teacher(String url, String name) {
        LedgerDatabase database = LedgerDatabase.open(url);
        database.claim(name);
        return database;
    }

    private static String by(Proxy network) {
        return POSTGRES.url().replace(":" + POSTGRES.server().port(), ":" + network.port());
    }

    private static int claims() throws SQLException {
        try (Connection connection = DriverManager.getConnection(POSTGRES.url());
             Statement sql = connection.createStatement();
             ResultSet rows = sql.executeQuery("SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                     + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
