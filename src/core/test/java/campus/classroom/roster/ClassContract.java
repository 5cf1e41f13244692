package campus.classroom.roster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.base.Settings;
import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.classroom.Solution;
import campus.classroom.delivery.MailDelivery;
import campus.classroom.delivery.MailQueue;
import campus.classroom.delivery.ResultsWriter;
import campus.classroom.ledger.Ledger;
import campus.classroom.ledger.LedgerContract;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.ledger.Purge;
import campus.classroom.ledger.Purge.Purged;
import campus.classroom.ledger.RefusalCounter;
import campus.classroom.ledger.RequestLog;
import campus.classroom.roster.ClassMember.Certified;
import campus.classroom.roster.ClassReport.Answered;
import campus.classroom.roster.ClassStatus.MailCounts;
import campus.classroom.roster.ClassStatus.Refused;
import campus.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Report and purge of a class while another program has the ledger open, on any database. */
abstract class ClassContract {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    private static final LocalDate TOMORROW = TODAY.plusDays(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    @TempDir
    Path folder;
    private LedgerDatabase teachers;
    private LedgerDatabase desk;
    final ManualClock clock = new ManualClock();
    private Ledger ledger;

    /** The JDBC URL of a database that is empty at the first call. */
    abstract String url();

    @BeforeEach
    void open() {
        teachers = LedgerDatabase.open(url());
        ledger = new Ledger(teachers, TEN_MINUTES, 10, clock);
        desk = LedgerDatabase.openExisting(url());
    }

    @AfterEach
    void close() {
        desk.close();
        teachers.close();
    }

    @Test
    void aNewClassIsAtZero() throws Exception {
        assertThat(report("12345678", "00000001").status())
                .isEqualTo(new ClassStatus(2, 0, 0, 0, 0, 0, new MailCounts(0, 0, 0, 0), List.of()));
        assertThat(report().status().enrolled()).isZero();
    }

    @Test
    void countsStudentsOfTheRosterNotCodesAndMailsByTheirResult() throws Exception {
        ledger.issue("12345678", "");
        clock.advance(TEN_MINUTES);
        certify("12345678", "Peter Lim");
        certify("12345678", "Peter Lim");
        certify("00000001", "Ana");
        certify("00000002", "Eva");
        ledger.issue("00000003", "");
        writeResults();
        mails().sent(mails().due().get(0));
        giveUp(mails().due().get(0));

        assertThat(report("12345678", "00000001", "00000003", "00000009").status())
                .isEqualTo(new ClassStatus(4, 3, 2, 1, 1, 0, new MailCounts(1, 2, 1, 0), List.of()));
    }

    @Test
    void countsRefusalsOfAllDaysByReasonTheMostFrequentFirst() throws Exception {
        refuse(RefusedException.SOLUTION, Refusal.EXPIRED);
        refuse(RefusedException.SOLUTION, Refusal.ALREADY_USED);
        refuse(RefusedException.REQUEST, Refusal.NOT_ENROLLED);
        clock.advance(TWO_HOURS);
        refuse(RefusedException.SOLUTION, Refusal.ALREADY_USED);
        desk.update("INSERT INTO refusal (day, what, reason, times) VALUES ('2026-11-20', 'solution', 'OF_LATER', 1)");
        assertThat(report().status().refused()).containsExactly(
                new Refused("request", "the DNI is not on the roster", 1),
                new Refused("solution", "the code has been used before", 2),
                new Refused("solution", "the code has expired", 1),
                new Refused("solution", "OF_LATER", 1));
    }

    @Test
    void listsTheRosterAndTheOtherStudentsInTheLedger() throws Exception {
        ledger.issue("12345678", "");
        clock.advance(TWO_HOURS);
        var second = clock.instant();
        String code = certify("12345678", "Peter Lim");
        clock.advance(TWO_HOURS);
        String other = ledger.issue("12345678", "eve").code();
        var third = clock.instant();
        clock.advance(Duration.ofMillis(1234));
        ledger.redeem(Solution.parse((other + ";Another Name;none").getBytes(UTF_8)), "eve");
        ledger.issue("00000001", "");
        clock.advance(TEN_MINUTES);
        String last = ledger.issue("00000001", "").code();

        assertThat(report("99999999", "12345678").members()).containsExactly(
                new ClassMember("00000001", third.plusMillis(1234), last, null),
                new ClassMember("12345678", second, code,
                        new Certified(second, "Peter Lim", "pelim@teleco.upv.es", false, 1, "waiting")),
                new ClassMember("12345678", third, other,
                        new Certified(third.plusMillis(1234), "Another Name", "none", true, 2, "none")),
                new ClassMember("99999999", null, null, null));
        assertThat(report().answered()).containsExactly(new Answered(code, 0, false, 1),
                new Answered(other, 1.234, true, 2));
        assertThat(report().status().mails()).isEqualTo(new MailCounts(0, 1, 0, 1));
    }

    @Test
    void fromTheFourthCertificateOfADniOnThereIsNoMailAndItIsMarked() throws Exception {
        for (int i = 1; i <= 5; i++) {
            certify("12345678", "Name " + "abcde".charAt(i - 1));
        }
        certify("00000001", "Ana");
        assertThat(report().members()).extracting(member -> member.certificate().number() + " "
                + member.certificate().mail()).containsExactly("1 waiting", "1 waiting", "2 waiting", "3 waiting",
                        "4 none", "5 none");
        assertThat(report().status())
                .isEqualTo(new ClassStatus(0, 0, 0, 2, 0, 2, new MailCounts(0, 4, 0, 0), List.of()));
        writeResults();
        assertThat(Files.readAllLines(ok())).hasSize(6);
    }

    @Test
    void removesCodesThatWereRedeemedOrExpiredBeforeTheDayAndNoOthers() throws Exception {
        String expired = ledger.issue("00000001", "").code();
        certify("00000002", "Ana");
        clock.advance(TWO_HOURS.minus(TEN_MINUTES));
        certify("00000003", "Eva");
        ledger.issue("00000004", "");
        deliver();

        assertThat(purge(TODAY).preview()).isEqualTo(new Purged(0, 0, 0));
        assertThat(purge(TOMORROW).preview()).isEqualTo(new Purged(2, 0, 0));
        assertThat(report().members()).hasSize(4);
        assertThat(purge(TOMORROW).run()).isEqualTo(new Purged(2, 0, 0));
        assertThat(report().members()).extracting(ClassMember::dni).containsExactly("00000003", "00000004");
        assertThat(report().status())
                .isEqualTo(new ClassStatus(0, 0, 0, 2, 1, 0, new MailCounts(1, 0, 0, 0), List.of()));
        assertThat(purge(TOMORROW).run()).isEqualTo(new Purged(0, 0, 0));
        LedgerContract.assertRefused(Refusal.UNKNOWN_CODE, () -> ledger.redeem(solution(expired, "Late"), ""));
    }

    @Test
    void anOpenCodeStaysHoweverLateTheDate() throws Exception {
        String open = ledger.issue("00000001", "").code();
        assertThat(purge(TODAY.plusYears(9)).run().codes()).isZero();
        ledger.redeem(solution(open, "Ana"), "");
    }

    @Test
    void aCodeStaysUntilItsDeliveriesAreDoneOrGivenUp() throws Exception {
        certify("00000001", "Ana");
        clock.advance(TWO_HOURS);
        assertThat(purge(TOMORROW).run().codes()).as("result and mail wait").isZero();
        writeResults();
        assertThat(purge(TOMORROW).run().codes()).as("the mail waits").isZero();
        MailDelivery mail = mails().due().get(0);
        mails().failed(mail, new IOException("no such host"));
        assertThat(purge(TOMORROW).run().codes()).as("the mail will be tried again").isZero();
        clock.advance(TEN_MINUTES);
        mails().failed(mails().due().get(0), new IOException("no such host"));
        assertThat(purge(TOMORROW).run().codes()).as("the mail is given up").isOne();
        assertThat(ok()).content().contains("Ana");
    }

    @Test
    void removesTheCountsOfRefusalsOfTheDaysBefore() throws Exception {
        refuse(RefusedException.SOLUTION, Refusal.EXPIRED);
        refuse(RefusedException.SOLUTION, Refusal.EXPIRED);
        clock.advance(TWO_HOURS);
        refuse(RefusedException.SOLUTION, Refusal.EXPIRED);
        assertThat(purge(TOMORROW).preview().refusals()).isEqualTo(2);
        assertThat(purge(TOMORROW).run().refusals()).isEqualTo(2);
        assertThat(report().status().refused()).extracting(Refused::times).containsExactly(1L);
    }

    @Test
    void removesTheLinesOfTheRequestLogFromBeforeTheDay() throws Exception {
        Path file = folder.resolve("peticiones.log");
        String kept = "2026-11-22T00:00:00Z 00000002\nwritten by hand\n";
        Files.writeString(file, "2026-11-21T23:59:59.999Z 00000001\n" + kept + "2026-01-01T00:00:00.123Z 00000003");
        clock.advance(TWO_HOURS);
        assertThat(purge(TOMORROW).preview().requests()).isEqualTo(2);
        assertThat(purge(TOMORROW).run().requests()).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo(kept);
    }

    final Purge purge(LocalDate before) {
        return new Purge(desk, new RequestLog(folder.resolve("peticiones.log"), clock), before, clock);
    }

    final String certify(String dni, String name) throws RefusedException, SQLException {
        String code = ledger.issue(dni, "").code();
        ledger.redeem(solution(code, name), "");
        return code;
    }

    final void deliver() throws SQLException, IOException {
        writeResults();
        for (MailDelivery mail : mails().due()) {
            mails().sent(mail);
        }
    }

    private void writeResults() throws SQLException, IOException {
        new ResultsWriter(teachers, "teacher-1", ok(), clock).write();
    }

    private ClassReport report(String... enrolled) {
        return new ClassReport(desk, Set.of(enrolled), clock);
    }

    private Path ok() {
        return folder.resolve("ok.txt");
    }

    /** A mail is tried again after the first failure, and given up after the second. */
    private MailQueue mails() {
        return MailQueue.of(Settings.of(
                Map.of("campus.teacher.mail.retries", "1", "campus.teacher.mail.retry-delay", "1m")),
                teachers, "teacher-1", clock);
    }

    private void giveUp(MailDelivery mail) throws SQLException {
        mails().failed(new MailDelivery(mail.id(), 1, mail.solution(), mail.redeemed()),
                new IOException("no such host"));
    }

    private void refuse(String what, Refusal refusal) throws SQLException {
        RefusalCounter refusals = new RefusalCounter(teachers, clock);
        refusals.count(new RefusedException(what, refusal));
        refusals.write();
    }

    private static Solution solution(String code, String name) throws RefusedException {
        return Solution.parse((code + ";" + name + ";pelim@teleco.upv.es").getBytes(UTF_8));
    }
}
