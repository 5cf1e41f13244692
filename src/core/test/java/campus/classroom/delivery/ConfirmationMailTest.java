package campus.classroom.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.Settings;
import campus.classroom.CodeGenerator;
import campus.classroom.RefusedException;
import campus.classroom.Solution;
import campus.testkit.ManualClock;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationMailTest {

    private static final String CODE = CodeGenerator.code(4711);

    private final ManualClock clock = new ManualClock();
    @TempDir
    private Path folder;
    private ConfirmationMail confirmation;

    @BeforeEach
    void open() {
        confirmation = ConfirmationMail.of(settings(Map.of()));
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("campus.teacher.mail.from", "campus@localhost",
                "campus.teacher.mail.to", "file:mail", "campus.data-dir", folder.toString()));
        settings.putAll(more);
        return Settings.of(settings);
    }

    @Test
    void theDomainOfAnAddressIsInAscii() throws Exception {
        assertThat(read(eml(solution("Ana", "ana@ñandú.es"))).getAllRecipients())
                .containsExactly(new InternetAddress("ana@xn--and-6ma2c.es"));
    }

    @Test
    void theMailGoesFromTheTeacherToTheStudent() throws Exception {
        MimeMessage mail = read(eml(solution("José Ñuño", "jose@upv.es")));
        assertThat(mail.getFrom()).containsExactly(new InternetAddress("campus@localhost"));
        assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("jose@upv.es"));
        assertThat(mail.getSubject()).isEqualTo("Práctica MQTT: solución aceptada");
        assertThat(mail.getSentDate()).isEqualTo(Date.from(clock.instant().minusMillis(123)));
        assertThat(mail.getContent().toString()).startsWith("Hola, José Ñuño:").contains("código " + CODE);
    }

    @Test
    void headersAreAsciiAndTheSubjectIsEncoded() throws Exception {
        String header = new String(eml(solution("José", "jose@upv.es")), UTF_8).split("\r\n\r\n")[0];
        assertThat(header).matches("[\\x20-\\x7e\r\n]+").contains("Subject: =?UTF-8?").contains("To: jose@upv.es")
                .contains("charset=UTF-8").contains("Message-ID: ").contains("Date: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\nBcc: eve@evil.es", "x\nBcc: eve@evil.es", "x\r\n\r\nBcc: eve@evil.es",
        "x\rBcc: eve@evil.es", "=?UTF-8?Q?x=0ABcc:_eve@evil.es?="})
    void aNameCannotAddAHeader(String name) throws Exception {
        MimeMessage mail = read(eml(new Solution("", CODE, name, "jose@upv.es")));
        assertThat(Collections.list(mail.getAllHeaders())).extracting(header -> header.getName())
                .doesNotContain("Bcc").hasSize(8);
        assertThat(mail.getAllRecipients()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "@upv.es", "jose@", "a b@upv.es", "jose@upv.es, eve@evil.es",
        "jose@upv.es;eve@evil.es", "jose@upv.es\r\nBcc: eve@evil.es", "jose@upv.es\nBcc: eve@evil.es", "jose@upv..es",
        "a@b@c.es"})
    void aTextThatIsNoAddressGetsNoMail(String email) {
        Solution solution = new Solution("", CODE, "José", email);
        assertThat(solution.hasAddress()).isFalse();
        assertThatThrownBy(() -> eml(solution)).isInstanceOf(MessagingException.class);
    }

    /** Few servers take SMTPUTF8 (RFC 6531); the domain becomes ASCII. */
    @Test
    void anAddressBeyondAsciiIsNone() {
        assertThat(new Solution("", CODE, "Íñigo", "íñigo@upv.es").hasAddress()).isFalse();
        assertThat(new Solution("", CODE, "Íñigo", "inigo@españa.es").hasAddress()).isTrue();
    }

    @Test
    void aNameBeforeTheAddressIsNoAddress() {
        assertThat(new Solution("", CODE, "José", "José <jose@upv.es>").hasAddress()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pelim@teleco.upv.es", "o'neill+mqtt@upv.es", "a.b-c_d@localhost",
        "x@sub.domain.example.com"})
    void anAddressGetsAMail(String email) throws Exception {
        Solution solution = solution("José", email);
        assertThat(solution.hasAddress()).isTrue();
        assertThat(read(eml(solution)).getRecipients(Message.RecipientType.TO))
                .containsExactly(new InternetAddress(email));
    }

    @Test
    void theMailIsTheSameEachTimeWithItsMessageId() throws Exception {
        assertThat(eml(solution("José", "jose@upv.es"))).isEqualTo(eml(solution("José", "jose@upv.es")));
        assertThat(read(eml(solution("José", "jose@upv.es"))).getMessageID())
                .isEqualTo("<2026-11-21T220000.123Z-" + CODE + "-7@campus>");
    }

    @Test
    void aNameInTheSubjectCannotAddAHeader() throws Exception {
        Path words = Files.writeString(folder.resolve("words.txt"), "Asunto: Hola ${nombre}\n\nHola\n");
        confirmation = ConfirmationMail.of(settings(Map.of("campus.teacher.mail.template", words.toString())));
        for (String name : List.of("x\r\nBcc: eve@evil.es", "x\nBcc: eve@evil.es", "x\r\n\r\nBcc: eve@evil.es")) {
            MimeMessage mail = read(eml(new Solution("", CODE, name, "jose@upv.es")));
            assertThat(Collections.list(mail.getAllHeaders())).extracting(header -> header.getName())
                    .doesNotContain("Bcc");
            assertThat(mail.getSubject()).startsWith("Hola x?").contains("Bcc: eve@evil.es");
        }
    }

    @Test
    void theFileNameIsTimeCodeAndNumber() {
        assertThat(confirmation.fileName(delivery(new Solution("", CODE, "../x", "../y"))))
                .isEqualTo("2026-11-21T220000.123Z-" + CODE + "-7.eml");
    }

    private MailDelivery delivery(Solution solution) {
        return new MailDelivery(7, 0, solution, clock.instant());
    }

    private byte[] eml(Solution solution) throws MessagingException {
        return confirmation.eml(delivery(solution));
    }

    private static Solution solution(String name, String email) throws RefusedException {
        return Solution.parse((CODE + ";" + name + ";" + email).getBytes(UTF_8));
    }

    private static MimeMessage read(byte[] mail) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
    }
}
