package campus.classroom.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.Settings;
import campus.classroom.Solution;
import campus.classroom.ledger.Ledger;
import campus.classroom.ledger.LedgerDatabase;
import campus.testkit.ManualClock;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailQueueTest {

    private static final IOException WHY = new IOException("no mail server");

    private final ManualClock clock = new ManualClock();
    @TempDir
    private Path folder;
    private LedgerDatabase database;
    private Ledger ledger;
    private MailQueue mails;

    @BeforeEach
    void open() {
        database = LedgerDatabase.open(url());
        ledger = new Ledger(database, Duration.ofMinutes(10), 10, clock);
        mails = MailQueue.of(Settings.of(
                Map.of("campus.teacher.mail.retries", "2", "campus.teacher.mail.retry-delay", "4m")),
                database, "teacher-1", clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aMailThatWasSentIsDone() throws Exception {
        accept("pelim@teleco.upv.es");
        MailDelivery mail = mails.due().get(0);
        assertThat(mail.solution().email()).isEqualTo("pelim@teleco.upv.es");
        assertThat(mail.redeemed()).isEqualTo(clock.instant());
        mails.sent(mail);
        assertThat(mails.due()).isEmpty();
    }

    @Test
    void aMailThatFailsIsDueAgainLaterAndLaterUntilItIsGivenUp() throws Exception {
        accept("pelim@teleco.upv.es");
        for (Duration wait : List.of(Duration.ofMinutes(4), Duration.ofMinutes(8))) {
            mails.failed(mails.due().get(0), WHY);
            clock.advance(wait.minusMillis(1));
            assertThat(mails.due()).isEmpty();
            clock.advance(Duration.ofMillis(1));
        }
        mails.failed(mails.due().get(0), WHY);
        clock.advance(Duration.ofDays(1));
        assertThat(mails.due()).isEmpty();
    }

    @Test
    void afterAStartAFailedMailIsDueAtOnceAndOneThatWasGivenUpIsNot() throws Exception {
        accept("one@upv.es");
        accept("two@upv.es");
        MailDelivery one = mails.due().get(0);
        mails.failed(new MailDelivery(one.id(), 2, one.solution(), one.redeemed()), WHY);
        mails.failed(mails.due().get(0), WHY);
        assertThat(mails.due()).isEmpty();
        database.close();
        open();
        assertThat(mails.due()).extracting(mail -> mail.solution().email()).containsExactly("two@upv.es");
        assertThat(mails.due().get(0).attempts()).isEqualTo(1);
    }

    @Test
    void aMailThatWasSentAndCouldNotBeMarkedIsMarkedLaterAndNotSentAgain() throws Exception {
        accept("one@upv.es");
        accept("two@upv.es");
        List<MailDelivery> due = mails.due();
        try (ReadOnlyDeliveries disk = new ReadOnlyDeliveries(url())) {
            assertThatThrownBy(() -> mails.sent(due.get(0))).hasMessageContaining("disk full");
            assertThat(mails.due()).as("after a while").isEmpty();
            clock.advance(Duration.ofSeconds(1));
            assertThatThrownBy(mails::due).hasMessageContaining("disk full");
            clock.advance(Duration.ofSeconds(1));
            assertThat(mails.due()).as("after a longer while").isEmpty();
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(mails.due()).extracting(mail -> mail.solution().email()).containsExactly("two@upv.es");
        database.close();
        open();
        assertThat(mails.due()).extracting(mail -> mail.solution().email()).containsExactly("two@upv.es");
    }

    @Test
    void noMailIsDueBeforeItsLineIsInTheResultsFile() throws Exception {
        String code = ledger.issue("12345678", "").code();
        ledger.redeem(Solution.parse((code + ";Peter;pelim@upv.es").getBytes(UTF_8)), "");
        assertThat(mails.due()).isEmpty();
        writeResults();
        assertThat(mails.due()).hasSize(1);
    }

    @Test
    void aMailThatWasNeverTriedComesBeforeThoseThatFail() throws Exception {
        accept("one@upv.es");
        accept("two@upv.es");
        mails.failed(mails.due().get(0), WHY);
        mails.failed(mails.due().get(0), WHY);
        clock.advance(Duration.ofMinutes(5));
        accept("three@upv.es");
        assertThat(mails.due()).extracting(mail -> mail.solution().email())
                .containsExactly("three@upv.es", "one@upv.es", "two@upv.es");
    }

    @Test
    void aMailThatTheServerRefusesForGoodIsGivenUpAtOnce() throws Exception {
        accept("one@upv.es");
        mails.failed(mails.due().get(0), new SendFailedException("Invalid Addresses", new SMTPAddressFailedException(
                new InternetAddress("one@upv.es"), "RCPT TO:<one@upv.es>", 550, "550 5.1.1 no such user")));
        clock.advance(Duration.ofDays(1));
        assertThat(mails.due()).isEmpty();
    }

    @Test
    void aMailIsTriedAgainIfTheClockWasSetBack() throws Exception {
        accept("one@upv.es");
        mails.failed(mails.due().get(0), WHY);
        clock.advance(Duration.ofHours(-1));
        assertThat(mails.due()).hasSize(1);
        assertThat(mails.claim(mails.due().get(0))).isTrue();
    }

    @Test
    void aTextThatIsNoAddressGetsNoMail() throws Exception {
        accept("none");
        assertThat(mails.due()).isEmpty();
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("ledger.db");
    }

    private void writeResults() throws Exception {
        new ResultsWriter(database, "teacher-1", folder.resolve("ok.txt"), clock).write();
    }

    private void accept(String email) throws Exception {
        ledger.redeem(Solution.parse((ledger.issue("12345678", "").code() + ";Peter;" + email).getBytes(UTF_8)), "");
        writeResults();
    }
}
