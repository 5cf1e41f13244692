package campus.classroom.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.Settings;
import campus.classroom.CodeGenerator;
import campus.classroom.IssuedCode;
import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.classroom.Solution;
import campus.classroom.delivery.MailQueue;
import campus.classroom.delivery.ResultsWriter;
import campus.testkit.ManualClock;
import campus.testkit.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on any database. */
public abstract class LedgerContract {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Settings MAIL = Settings.of(
            Map.of("campus.teacher.mail.retries", "3", "campus.teacher.mail.retry-delay", "1s"));

    final ManualClock clock = new ManualClock();
    @TempDir
    Path folder;
    LedgerDatabase database;
    Ledger ledger;

    /** The JDBC URL of a database that is empty at the first call. */
    abstract String url();

    @BeforeEach
    void open() {
        database = LedgerDatabase.open(url());
        ledger = new Ledger(database, TEN_MINUTES, 10, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anIssuedCodeIsWellFormedAndHasDniAndTimes() throws Exception {
        IssuedCode issued = ledger.issue("12345678", "");
        assertThat(issued.code()).as("well-formed")
                .isEqualTo(CodeGenerator.code(Integer.parseInt(issued.code().substring(0, 4))));
        assertThat(issued).isEqualTo(
                new IssuedCode(issued.code(), "12345678", clock.instant(), clock.instant().plus(TEN_MINUTES)));
        assertThat(issued).hasToString("*****678");
    }

    @Test
    void aCodeIsRedeemedOnce() throws Exception {
        String code = ledger.issue("12345678", "").code();
        ledger.redeem(solution(code), "");
        assertRefused(Refusal.ALREADY_USED, () -> ledger.redeem(solution(code, "Another Name"), ""));
    }

    @Test
    void anIdenticalSolutionIsAcceptedAgainAndDeliveredOnce() throws Exception {
        Solution solution = solution(ledger.issue("12345678", "").code());
        ledger.redeem(solution, "");
        ledger.redeem(solution, "");
        write();
        ledger.redeem(solution, "");
        write();
        assertThat(Files.readAllLines(resultsFile())).containsExactly(solution.message());
        assertThat(mails().due()).hasSize(1);
    }

    @Test
    void aSolutionThatComesAgainDoesNotRedeemTheSameDigitsOfAnotherStudent() throws Exception {
        Solution solution = solution(ledger.issue("12345678", "").code());
        ledger.redeem(solution, "");
        ledger.issue("12345679", "");
        try (Connection connection = DriverManager.getConnection(url());
             PreparedStatement same = connection.prepareStatement(
                     "UPDATE issued_code SET code = ?, open_code = ? WHERE open_dni = '12345679'")) {
            same.setString(1, solution.code());
            same.setString(2, solution.code());
            assertThat(same.executeUpdate()).isEqualTo(1);
        }

        ledger.redeem(solution, "");
        ledger.redeem(solution(solution.code(), "Another Name"), "");
        write();

        assertThat(Files.readAllLines(resultsFile())).containsExactly(solution.message(),
                solution(solution.code(), "Another Name").message());
    }

    @Test
    void aDniWithAnOpenCodeGetsItAgain() throws Exception {
        IssuedCode issued = ledger.issue("12345678", "");
        clock.advance(TEN_MINUTES.minusMillis(1));
        assertThat(ledger.issue("12345678", "")).isEqualTo(issued);
        assertThat(ledger.issue("00000001", "")).isNotEqualTo(issued);
        clock.advance(Duration.ofMillis(1));
        IssuedCode next = ledger.issue("12345678", "");
        assertThat(next.issued()).isEqualTo(clock.instant());
        ledger.redeem(solution(next.code()), "");
        assertThat(ledger.issue("12345678", "").code()).isNotEqualTo(next.code());
    }

    @Test
    void aCodeThatWasNeverIssuedIsUnknown() throws Exception {
        String issued = ledger.issue("12345678", "").code();
        String other = CodeGenerator.code(issued.startsWith("4711") ? 4712 : 4711);
        assertRefused(Refusal.UNKNOWN_CODE, () -> ledger.redeem(solution(other), ""));
        ledger.redeem(solution(issued), "");
    }

    @Test
    void aCodeExpiresToTheMillisecond() throws Exception {
        String first = ledger.issue("12345678", "").code();
        String second = ledger.issue("00000001", "").code();
        clock.advance(TEN_MINUTES.minusMillis(1));
        ledger.redeem(solution(first), "");
        clock.advance(Duration.ofMillis(1));
        assertRefused(Refusal.EXPIRED, () -> ledger.redeem(solution(second), ""));
        assertRefused(Refusal.ALREADY_USED, () -> ledger.redeem(solution(first, "Another Name"), ""));
    }

    @Test
    void aReopenedLedgerStillKnowsIssuedAndRedeemedCodes() throws Exception {
        String open = ledger.issue("12345678", "").code();
        String redeemed = ledger.issue("00000001", "").code();
        ledger.redeem(solution(redeemed), "");
        database.close();
        open();
        assertRefused(Refusal.ALREADY_USED, () -> ledger.redeem(solution(redeemed, "Another Name"), ""));
        ledger.redeem(solution(open), "");
    }

    @Test
    void ofSixteenAtTheSameTimeExactlyOneRedeems() throws Exception {
        String code = ledger.issue("12345678", "").code();
        List<Refusal> refusals = Threads.together(16, i -> refusal(solution(code, "Student " + i)));
        assertThat(refusals).hasSize(16).containsOnlyOnce((Refusal) null)
                .filteredOn(refusal -> refusal != null).containsOnly(Refusal.ALREADY_USED);
        write();
        assertThat(Files.readAllLines(resultsFile())).singleElement().asString().startsWith(code + ";Student ");
    }

    @Test
    void sixteenRequestsOfOneDniAtTheSameTimeGetOneCode() throws Exception {
        assertThat(new HashSet<>(Threads.together(16, i -> ledger.issue("12345678", "")))).hasSize(1);
    }

    @Test
    void whenNearlyAllCodesAreOpenTheLastOnesAreFoundAndThenNoneIsFree() throws Exception {
        int free = 20;
        Set<String> open = fill(CodeGenerator.COUNT - free);
        for (int i = 0; i < free; i++) {
            assertThat(open.add(ledger.issue("X%07d".formatted(i), "").code())).isTrue();
        }
        assertRefused(Refusal.NO_CODE_FREE, () -> ledger.issue("12345678", ""));
        String one = ledger.issue("X0000001", "").code();
        assertThat(one).as("a student with a code gets it again").isIn(open);
        ledger.redeem(solution(one), "");
        assertThat(ledger.issue("12345678", "").code()).as("the only one that is free").isEqualTo(one);
        assertRefused(Refusal.NO_CODE_FREE, () -> ledger.issue("12345679", ""));
        clock.advance(TEN_MINUTES);
        assertThat(ledger.issue("12345679", "").code()).as("expired ones are free").isIn(open);
        String expired = open.stream().filter(code -> !code.equals(one)).findFirst().orElseThrow();
        Refusal refusal = refusal(solution(expired));
        assertThat(refusal == null ? Refusal.EXPIRED : refusal).isEqualTo(Refusal.EXPIRED);
    }

    /** Issues this many codes to others, and returns them. */
    private Set<String> fill(int count) throws SQLException {
        Set<String> codes = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(url());
             PreparedStatement insert = connection.prepareStatement("INSERT INTO issued_code"
                     + " (code, open_code, dni, open_dni, owner, place, issued_at, expires_at)"
                     + " VALUES (?, ?, ?, ?, '', 0, ?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                codes.add(CodeGenerator.code(i));
                insert.setString(1, CodeGenerator.code(i));
                insert.setString(2, CodeGenerator.code(i));
                insert.setString(3, "%08d".formatted(i));
                insert.setString(4, "%08d".formatted(i));
                insert.setLong(5, clock.millis());
                insert.setLong(6, clock.instant().plus(TEN_MINUTES).toEpochMilli());
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
        return codes;
    }

    final Path resultsFile() {
        return folder.resolve("ok.txt");
    }

    final void write() throws Exception {
        results(database, "teacher-1").write();
    }

    final ResultsWriter results(LedgerDatabase any, String teacher) {
        return new ResultsWriter(any, teacher, resultsFile(), clock);
    }

    private MailQueue mails() {
        return mails(database, "teacher-1");
    }

    final MailQueue mails(LedgerDatabase any, String teacher) {
        return MailQueue.of(MAIL, any, teacher, clock);
    }

    private Refusal refusal(Solution solution) throws SQLException {
        return refusal(ledger, solution);
    }

    static Refusal refusal(Ledger ledger, Solution solution) throws SQLException {
        try {
            ledger.redeem(solution, "");
            return null;
        } catch (RefusedException e) {
            return e.refusal();
        }
    }

    private static Solution solution(String code) throws RefusedException {
        return solution(code, "Peter Lim");
    }

    static Solution solution(String code, String name) throws RefusedException {
        return Solution.parse((code + ";" + name + ";pelim@teleco.upv.es").getBytes(UTF_8));
    }

    public static void assertRefused(Refusal refusal, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(RefusedException.class)
                .extracting(e -> ((RefusedException) e).refusal()).isEqualTo(refusal);
    }
}
