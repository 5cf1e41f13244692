package campus.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.support.HandClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final HandClock clock = new HandClock();
    @TempDir
    private Path folder;
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Ledger.open("jdbc:h2:file:" + folder.resolve("ledger"), TEN_MINUTES, clock);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void anIssuedCodeIsWellFormedAndTellsToWhomAndUntilWhen() throws SQLException {
        IssuedCode issued = ledger.issue("12345678");
        assertThat(issued.code()).matches(Codes::isWellFormed);
        assertThat(issued).isEqualTo(
                new IssuedCode(issued.code(), "12345678", clock.instant(), clock.instant().plus(TEN_MINUTES)));
        assertThat(issued.petition()).isEqualTo("2026-11-21T22:00:00.123Z 12345678");
        assertThat(issued.masked()).isEqualTo("*****678");
    }

    @Test
    void aCodeIsRedeemedOnce() throws Exception {
        Solution solution = solution(ledger.issue("12345678").code());
        ledger.redeem(solution);
        assertRefused(Refusal.ALREADY_USED, () -> ledger.redeem(solution));
    }

    @Test
    void aCodeThatWasNeverIssuedIsUnknown() throws Exception {
        String issued = ledger.issue("12345678").code();
        String other = Codes.code(issued.startsWith("4711") ? 4712 : 4711);
        assertRefused(Refusal.UNKNOWN_CODE, () -> ledger.redeem(solution(other)));
        ledger.redeem(solution(issued));
    }

    @Test
    void aCodeExpiresToTheMillisecond() throws Exception {
        String first = ledger.issue("12345678").code();
        String second = ledger.issue("12345678").code();
        clock.advance(TEN_MINUTES.minusMillis(1));
        ledger.redeem(solution(first));
        clock.advance(Duration.ofMillis(1));
        assertRefused(Refusal.EXPIRED, () -> ledger.redeem(solution(second)));
        assertRefused(Refusal.ALREADY_USED, () -> ledger.redeem(solution(first)));
    }

    @Test
    void aReopenedLedgerStillKnowsWhatWasIssuedAndRedeemed() throws Exception {
        String open = ledger.issue("12345678").code();
        String redeemed = ledger.issue("12345678").code();
        ledger.redeem(solution(redeemed));
        ledger.close();
        open();
        assertRefused(Refusal.ALREADY_USED, () -> ledger.redeem(solution(redeemed)));
        ledger.redeem(solution(open));
    }

    @Test
    void ofSixteenAtTheSameTimeExactlyOneRedeems() throws Exception {
        Solution solution = solution(ledger.issue("12345678").code());
        CyclicBarrier start = new CyclicBarrier(16);
        Callable<Refusal> redeem = () -> {
            start.await();
            try {
                ledger.redeem(solution);
                return null;
            } catch (RefusedException e) {
                return e.refusal();
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Refusal> refusals = new ArrayList<>();
            for (Future<Refusal> result : threads.invokeAll(Collections.nCopies(16, redeem))) {
                refusals.add(result.get());
            }
            assertThat(refusals).hasSize(16).containsOnlyOnce((Refusal) null)
                    .filteredOn(refusal -> refusal != null).containsOnly(Refusal.ALREADY_USED);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void openCodesAreAllDifferentAndExpiredDigitsComeAgain() throws Exception {
        Set<String> open = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            assertThat(open.add(ledger.issue("12345678").code())).isTrue();
        }
        clock.advance(TEN_MINUTES);
        // Of 200 random codes 40 are among the 2,000 of 10,000; that none is has a chance of 1 in 10^19.
        List<String> again = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            again.add(ledger.issue("00000001").code());
        }
        assertThat(again).doesNotHaveDuplicates().containsAnyElementsOf(open);
        for (String code : again) {
            ledger.redeem(solution(code));
        }
        open.removeAll(again);
        String expired = open.iterator().next();
        assertRefused(Refusal.EXPIRED, () -> ledger.redeem(solution(expired)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/ledger", "jdbc:nobody:knows", "jdbc:h2:file:%s/file/ledger",
        "jdbc:h2:file:%s/ledger;CIPHER=AES", "jdbc:h2:mem:x;NO_SUCH_OPTION=1"})
    void aDatabaseThatCannotBeOpenedIsASetting(String form) throws Exception {
        Files.writeString(folder.resolve("file"), "not a folder");
        String url = form.formatted(folder);
        assertThatThrownBy(() -> Ledger.open(url, TEN_MINUTES, clock)).isExactlyInstanceOf(SettingException.class)
                .message().startsWith("campus.ledger.url=" + url + " cannot be opened: ")
                .endsWith("; accepted is the JDBC URL of a database that no other program has locked")
                .doesNotContain("\n");
    }

    private static Solution solution(String code) throws RefusedException {
        return Solution.parse((code + ";Peter Lim;pelim@teleco.upv.es").getBytes(UTF_8));
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(RefusedException.class)
                .extracting(e -> ((RefusedException) e).refusal()).isEqualTo(refusal);
    }
}
