package campus.classroom.teacher;

import static campus.classroom.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.IssuedCode;
import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.classroom.delivery.MailDelivery;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.roster.ClassMember;
import campus.classroom.roster.ClassReport;
import campus.classroom.roster.ClassStatus;
import campus.classroom.roster.ClassStatus.MailCounts;
import campus.classroom.roster.ClassStatus.Refused;
import campus.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeacherDeskTest {

    private final ManualClock clock = new ManualClock();
    @TempDir
    private Path folder;

    @Test
    void aSolutionGoesThroughTheLedgerIntoTheResultsAndIntoAMail() throws Exception {
        try (TeacherDesk desk = open(Map.of())) {
            IssuedCode issued = desk.teacher().issue(message("12345678"));
            desk.requestLog().append(issued);
            String solution = issued.code() + ";Peter Lim;pelim@teleco.upv.es";
            desk.teacher().verify(message(solution));
            desk.results().write();
            assertThat(folder.resolve("ok.txt")).hasContent(solution + "\n");
            assertThat(folder.resolve("peticiones.log")).hasContent("2026-11-21T22:00:00.123Z 12345678\n");
            MailDelivery mail = desk.mails().due().get(0);
            assertThat(desk.confirmation().fileName(mail)).endsWith(".eml");
            desk.mails().failed(mail, new IOException("no such host"));
            assertThat(desk.mails().due()).as("the mail waits for its next attempt").isEmpty();
        }
        assertThat(status().mails()).isEqualTo(new MailCounts(0, 1, 0, 0));
    }

    @Test
    void theClassFollowsARosterThatIsEdited() throws Exception {
        Path roster = Files.writeString(folder.resolve("roster.txt"), "12345678\n");
        try (TeacherDesk desk = open(Map.of())) {
            assertThat(desk.status().enrolled()).isOne();
            Files.writeString(roster, "00000001\n00000002\n");
            Files.setLastModifiedTime(roster, FileTime.from(clock.instant()));
            assertThat(desk.status().enrolled()).isEqualTo(2);
            assertThat(desk.members()).extracting(ClassMember::dni).containsExactly("00000001", "00000002");
        }
    }

    @Test
    void closingWritesTheRefusalsThatWereCounted() throws Exception {
        try (TeacherDesk desk = open(Map.of())) {
            desk.refusals().count(new RefusedException(RefusedException.REQUEST, Refusal.NOT_ENROLLED));
        }
        assertThat(status().refused()).containsExactly(new Refused("request", Refusal.NOT_ENROLLED.reason(), 1));
    }

    @ParameterizedTest
    @CsvSource({"campus.ledger.url,nonsense", "campus.teacher.code-ttl,0s", "campus.teacher.petitions-per-minute,0",
        "campus.teacher.wrong-per-minute,0",
        "campus.teacher.mail.retries,-1", "campus.teacher.mail.retry-delay,0s", "campus.teacher.mail.from,nobody",
        "campus.exchange.response-topic,#"})
    void aSettingThatCannotBeUsedIsNamed(String key, String value) {
        assertThatThrownBy(() -> open(Map.of(key, value))).isExactlyInstanceOf(SettingException.class)
                .message().startsWith(key + "=" + value);
    }

    private ClassStatus status() throws Exception {
        try (LedgerDatabase ledger = LedgerDatabase.openExisting(url())) {
            return new ClassReport(ledger, Set.of(), clock).status();
        }
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("ledger.db");
    }

    private TeacherDesk open(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>();
        settings.put("campus.client-id", "teacher-1");
        settings.put("campus.data-dir", folder.toString());
        settings.put("campus.ledger.url", url());
        settings.put("campus.exchange.response-topic", "DST/RESPUESTA");
        settings.put("campus.teacher.code-ttl", "10m");
        settings.put("campus.teacher.petitions", folder.resolve("peticiones.log").toString());
        settings.put("campus.teacher.petitions-per-minute", "10");
        settings.put("campus.teacher.wrong-per-minute", "30");
        settings.put("campus.teacher.results", folder.resolve("ok.txt").toString());
        settings.put("campus.teacher.mail.from", "campus@localhost");
        settings.put("campus.teacher.mail.to", "file:mail");
        settings.put("campus.teacher.mail.retries", "3");
        settings.put("campus.teacher.mail.retry-delay", "1m");
        settings.putAll(changes);
        return TeacherDesk.open(Settings.of(settings), clock);
    }
}
