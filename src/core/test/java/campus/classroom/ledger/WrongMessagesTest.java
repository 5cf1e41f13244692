package campus.classroom.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WrongMessagesTest {

    private final ManualClock clock = new ManualClock();
    @TempDir
    private Path folder;
    private LedgerDatabase database;

    @BeforeEach
    void open() {
        database = LedgerDatabase.open("jdbc:sqlite:" + folder.resolve("ledger.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void teachersOfOneLedgerShareTheLimitOfEachClientAndAMinuteLaterItIsNew() throws Exception {
        WrongMessages one = new WrongMessages(database, 3, clock);
        WrongMessages two = new WrongMessages(database, 3, clock);
        for (int minute = 0; minute < 2; minute++) {
            assertThat(count(one, "eve")).isEqualTo(Refusal.UNKNOWN_CODE);
            assertThat(count(two, "eve")).isEqualTo(Refusal.UNKNOWN_CODE);
            assertThat(count(one, "eve")).isEqualTo(Refusal.UNKNOWN_CODE);
            assertThat(count(two, "eve")).isEqualTo(Refusal.TOO_MANY_ATTEMPTS);
            assertThat(count(one, "eve")).isEqualTo(Refusal.TOO_MANY_ATTEMPTS);
            assertThat(count(one, "ana")).isEqualTo(Refusal.UNKNOWN_CODE);
            assertThat(count(one, "")).isEqualTo(Refusal.UNKNOWN_CODE);
            clock.advance(Duration.ofMinutes(1));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Refusal.class, names = {"TOO_MANY", "TOO_MANY_CLIENTS", "NO_CODE_FREE", "ALREADY_USED",
        "EXPIRED"})
    void aMessageThatCameTooLateOrTooOftenIsNotWrong(Refusal refusal) throws Exception {
        WrongMessages wrong = new WrongMessages(database, 1, clock);
        for (int i = 0; i < 5; i++) {
            RefusedException refused = new RefusedException(RefusedException.SOLUTION, refusal);
            assertThat(wrong.count(refused, "ana")).isSameAs(refused);
        }
        assertThat(count(wrong, "ana")).isEqualTo(Refusal.UNKNOWN_CODE);
    }

    private static Refusal count(WrongMessages wrong, String owner) throws Exception {
        return wrong.count(new RefusedException(RefusedException.SOLUTION, Refusal.UNKNOWN_CODE), owner).refusal();
    }
}
