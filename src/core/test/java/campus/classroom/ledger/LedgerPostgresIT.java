package campus.classroom.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import campus.base.SettingException;
import campus.classroom.IssuedCode;
import campus.classroom.Refusal;
import campus.classroom.Solution;
import campus.classroom.delivery.MailDelivery;
import campus.classroom.delivery.MailQueue;
import campus.testkit.EmptyPostgres;
import campus.testkit.Ports;
import campus.testkit.Threads;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ledger in a real PostgreSQL, as several teachers use it. */
class LedgerPostgresIT extends LedgerContract {

    @RegisterExtension
    static final EmptyPostgres POSTGRES = new EmptyPostgres();

    @Override
    String url() {
        return POSTGRES.url();
    }

    @Test
    void twoTeachersOnOneLedgerIssueOneCodeAndRedeemItOnce() throws Exception {
        try (LedgerDatabase second = LedgerDatabase.open(url())) {
            List<Ledger> both = List.of(ledger, new Ledger(second, Duration.ofMinutes(10), 10, clock));
            for (int round = 0; round < 20; round++) {
                String dni = "%08d".formatted(round);
                Set<IssuedCode> issued =
                        new HashSet<>(Threads.together(8, i -> both.get(i % 2).issue(dni, "")));
                assertThat(issued).hasSize(1);
                String code = issued.iterator().next().code();
                List<Refusal> refusals = Threads.together(8,
                        i -> refusal(both.get(i % 2), solution(code, "Student " + dni + " " + i)));
                assertThat(refusals).containsOnlyOnce((Refusal) null);
            }
            write();
            results(second, "teacher-2").write();
            assertThat(Files.readAllLines(resultsFile())).hasSize(20);
            List<MailQueue> queues = List.of(mails(database, "teacher-1"), mails(second, "teacher-2"));
            List<MailDelivery> due = queues.get(0).due();
            assertThat(due).hasSize(20);
            assertThat(Threads.together(40, i -> queues.get(i % 2).claim(due.get(i / 2))))
                    .filteredOn(claimed -> claimed).hasSize(20);
        }
    }

    /** Whoever comes first writes the line and sends the mail of a solution that a dead teacher accepted. */
    @Test
    void whatADeadTeacherLeavesIsDeliveredByAnother() throws Exception {
        ledger.redeem(solution(ledger.issue("12345678", "").code(), "Peter Lim"), "");
        try (LedgerDatabase second = LedgerDatabase.open(url());
             Connection dying = DriverManager.getConnection(url()); Statement statement = dying.createStatement()) {
            dying.setAutoCommit(false);
            statement.execute("SELECT 1 FROM delivery FOR UPDATE");
            results(second, "teacher-2").write();
            assertThat(resultsFile()).as("the first teacher is at it").doesNotExist();
            dying.close();
            await().untilAsserted(() -> {
                results(second, "teacher-2").write();
                assertThat(resultsFile()).isRegularFile();
            });
            assertThat(Files.readAllLines(resultsFile())).hasSize(1);
            MailDelivery mail = mails(database, "teacher-1").due().get(0);
            assertThat(mails(database, "teacher-1").claim(mail)).isTrue();
            assertThat(mails(database, "teacher-1").due()).as("it comes back").hasSize(1);
            assertThat(mails(second, "teacher-2").due()).as("the first teacher is at it").isEmpty();
            try (TeacherClaim watch = new TeacherClaim(url(), Map.of(), "teacher-2", Duration.ofMillis(50),
                    Duration.ofMillis(300))) {
                await("it is gone").until(() -> watch != null && mails(second, "teacher-2").due().size() == 1);
            }
        }
    }

    @Test
    void aLineThatWasWrittenJustBeforeAKillIsNotWrittenByAnother() throws Exception {
        Solution solution = solution(ledger.issue("12345678", "").code(), "Peter Lim");
        ledger.redeem(solution, "");
        try (LedgerDatabase second = LedgerDatabase.open(url())) {
            database.update("UPDATE delivery SET teacher = 'teacher-1', next_at = ?"
                    + " WHERE kind = 'result'", clock.millis());
            results(second, "teacher-2").write();
            assertThat(resultsFile()).doesNotExist();
            Files.writeString(resultsFile(), solution.message() + "\n");
            write();
            results(second, "teacher-2").write();
            assertThat(Files.readAllLines(resultsFile())).containsExactly(solution.message());
            assertThat(mails(second, "teacher-2").due()).as("its line is written").hasSize(1);
        }
    }

    @Test
    void aDatabaseThatCannotHoldEveryNameIsRefused() {
        assertThatThrownBy(() -> LedgerDatabase.open(POSTGRES.server().newDatabase("LATIN1")))
                .isInstanceOf(SettingException.class).hasMessageContaining("its encoding is LATIN1 and must be UTF8");
    }

    /** Else petitions would wait for ever, and nobody would know why. */
    @Test
    void aRoleThatMayOnlyReadIsRefusedAtTheStart() throws Exception {
        try (Connection connection = DriverManager.getConnection(url()); Statement sql = connection.createStatement()) {
            sql.execute("DROP ROLE IF EXISTS reader");
            sql.execute("CREATE ROLE reader LOGIN");
            sql.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
            assertThatThrownBy(() -> LedgerDatabase.open(url().replace("user=postgres", "user=reader")))
                    .isExactlyInstanceOf(SettingException.class).hasMessageContaining("permission denied");
            sql.execute("DROP OWNED BY reader");
            sql.execute("DROP ROLE reader");
        }
    }

    @Test
    void aRoleThatMayNotCreateTheTablesIsToldBeforeTheFirstStart() throws Exception {
        String empty = POSTGRES.server().newDatabase();
        try (Connection connection = DriverManager.getConnection(empty); Statement sql = connection.createStatement()) {
            sql.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            sql.execute("DROP ROLE IF EXISTS newcomer");
            sql.execute("CREATE ROLE newcomer LOGIN");
            assertThat(LedgerDatabase.exists(empty)).isFalse();
            assertThatThrownBy(() -> LedgerDatabase.exists(empty.replace("user=postgres", "user=newcomer")))
                    .isExactlyInstanceOf(SettingException.class)
                    .hasMessageContaining("this role may not create the tables");
            sql.execute("DROP ROLE newcomer");
        }
    }

    @Test
    void aDatabaseThatIsAwayIsToldFromOneThatCannotBeUsed() {
        int port = POSTGRES.server().port();
        assertThatThrownBy(() -> LedgerDatabase.open(url().replace(":" + port, ":" + Ports.free())))
                .isExactlyInstanceOf(LedgerAwayException.class).hasMessageContaining("campus.ledger.url");
        assertThatThrownBy(() -> LedgerDatabase.open(url().replace("user=postgres", "user=nobody")))
                .isExactlyInstanceOf(SettingException.class);
        assertThatThrownBy(() -> LedgerDatabase.open(url().replaceFirst("/[a-z0-9_]+\\?", "/none?")))
                .isExactlyInstanceOf(SettingException.class);
    }
}
