package campus.classroom.ledger;

import static campus.classroom.ledger.LedgerContract.assertRefused;
import static campus.classroom.ledger.LedgerContract.solution;
import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.IssuedCode;
import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.classroom.Solution;
import campus.testkit.ManualClock;
import campus.testkit.Threads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A code that was asked for in private belongs to the client that asked, on any database. */
abstract class CodeOwnersContract {

    private static final String DNI = "12345678";
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final int PER_MINUTE = 3;

    final ManualClock clock = new ManualClock();
    @TempDir
    Path folder;
    private LedgerDatabase database;
    private Ledger ledger;

    /** The JDBC URL of a database that is empty at the first call. */
    abstract String url();

    @BeforeEach
    void open() {
        database = LedgerDatabase.open(url());
        ledger = new Ledger(database, TEN_MINUTES, PER_MINUTE, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aPrivateCodeIsUnknownToEverybodyElse() throws Exception {
        String code = ledger.issue(DNI, "ana").code();
        assertRefused(Refusal.UNKNOWN_CODE, () -> ledger.redeem(solution(code, "Eve"), "eve"));
        assertRefused(Refusal.UNKNOWN_CODE, () -> ledger.redeem(solution(code, "Eve"), ""));
        Solution solution = solution(code, "Ana");
        ledger.redeem(solution, "ana");
        ledger.redeem(solution, "ana");
        assertRefused(Refusal.ALREADY_USED, () -> ledger.redeem(solution(code, "Eve"), "ana"));
        assertRefused(Refusal.UNKNOWN_CODE, () -> ledger.redeem(solution, "eve"));
    }

    @Test
    void anExpiredPrivateCodeIsUnknownToEverybodyElse() throws Exception {
        String code = ledger.issue(DNI, "ana").code();
        clock.advance(TEN_MINUTES);
        assertRefused(Refusal.UNKNOWN_CODE, () -> ledger.redeem(solution(code, "Eve"), "eve"));
        assertRefused(Refusal.EXPIRED, () -> ledger.redeem(solution(code, "Ana"), "ana"));
    }

    @Test
    void aCodeOfNobodyIsRedeemedByAnybody() throws Exception {
        ledger.redeem(solution(ledger.issue(DNI, "").code(), "Ana"), "ana");
        ledger.redeem(solution(ledger.issue(DNI, "").code(), "Ana"), "");
    }

    @Test
    void eachOwnerGetsACodeOfItsOwnForTheSameDniAndGetsItAgain() throws Exception {
        IssuedCode everybodys = ledger.issue(DNI, "");
        IssuedCode first = ledger.issue(DNI, "ana");
        IssuedCode second = ledger.issue(DNI, "eve");
        assertThat(Set.of(everybodys.code(), first.code(), second.code())).hasSize(3);
        assertThat(ledger.issue(DNI, "")).isEqualTo(everybodys);
        assertThat(ledger.issue(DNI, "ana")).isEqualTo(first);
        assertThat(ledger.issue(DNI, "eve")).isEqualTo(second);
    }

    @Test
    void thereAreTenOwnersOfADniAtATimeAndTheCodeOfNobodyIsNotAmongThem() throws Exception {
        for (int i = 0; i < Ledger.OWNERS; i++) {
            ledger.issue(DNI, "eve-" + i);
        }
        assertRefused(Refusal.TOO_MANY_CLIENTS, () -> ledger.issue(DNI, "ana"));
        ledger.issue("00000001", "ana");
        ledger.redeem(solution(ledger.issue(DNI, "").code(), "Ana"), "ana");
        ledger.redeem(solution(ledger.issue(DNI, "eve-3").code(), "Eve"), "eve-3");
        ledger.issue(DNI, "ana");
        assertRefused(Refusal.TOO_MANY_CLIENTS, () -> ledger.issue(DNI, "eve-3"));
        clock.advance(TEN_MINUTES);
        ledger.issue(DNI, "eve-3");
    }

    @Test
    void ofTwentyOwnersAtTheSameTimeTenGetACode() throws Exception {
        List<String> codes = Threads.together(20, i -> {
            try {
                return ledger.issue(DNI, "eve-" + i).code();
            } catch (RefusedException e) {
                return e.refusal().verdict();
            }
        });
        assertThat(codes).filteredOn(code -> code.equals("no private code")).hasSize(10);
        assertThat(new HashSet<>(codes)).hasSize(11);
    }

    @Test
    void aClientThatAsksAndRedeemsTooFastWaitsAndNobodyElseDoes() throws Exception {
        for (int i = 0; i < PER_MINUTE; i++) {
            clock.advance(Duration.ofSeconds(1));
            ledger.redeem(solution(ledger.issue(DNI, "eve").code(), "Eve " + i), "eve");
            ledger.redeem(solution(ledger.issue(DNI, "").code(), "Adam " + i), "");
        }
        assertRefused(Refusal.TOO_MANY, () -> ledger.issue(DNI, "eve"));
        ledger.issue(DNI, "ana");
        ledger.issue(DNI, "");
        clock.advance(Duration.ofSeconds(58));
        ledger.issue(DNI, "eve");
    }

    @Test
    void askingForAnOpenCodeAgainIsNeverTooMuch() throws Exception {
        IssuedCode code = ledger.issue(DNI, "ana");
        for (int i = 0; i < 100; i++) {
            assertThat(ledger.issue(DNI, "ana")).isEqualTo(code);
        }
    }
}
