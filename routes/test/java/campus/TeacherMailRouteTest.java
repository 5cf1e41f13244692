package campus;

import static campus.RouteFixture.assertHandled;
import static campus.RouteFixture.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.Ports;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mail of confirmation on its way to a real mail server. */
class TeacherMailRouteTest {

    private static final String DNI = "12345678";

    private final GreenMail server =
            new GreenMail(new ServerSetup(Ports.free(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    @TempDir
    private Path folder;
    private RouteFixture campus;

    @BeforeEach
    void prepare() throws IOException {
        server.setUser("pelim@teleco.upv.es", "secret");
        campus = RouteFixture.in(folder).set("campus.teacher.mail.retry-delay", "100ms").set("campus.teacher.mail.to",
                "smtp://127.0.0.1:" + server.getSmtp().getServerSetup().getPort());
    }

    @AfterEach
    void close() throws IOException {
        campus.close();
        server.stop();
    }

    @Test
    void aMailServerGetsTheMail() throws Exception {
        server.start();
        start();
        String code = accept(";José Lim;pelim@teleco.upv.es");
        MimeMessage mail = received(1).get(0);
        assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("pelim@teleco.upv.es"));
        assertThat(mail.getFrom()).containsExactly(new InternetAddress("campus@localhost"));
        assertThat(mail.getSubject()).isEqualTo("Práctica MQTT: solución aceptada");
        assertThat(mail.getContent().toString()).contains("Hola, José Lim:", code);
        assertThat(mail.getMessageID()).matches("<[0-9T.-]+Z-" + code + "-[0-9]+@campus>");
    }

    @Test
    void aMailServerThatComesLaterGetsTheMailOnce() throws Exception {
        start();
        accept(";Peter Lim;pelim@teleco.upv.es");
        await().until(() -> Files.readString(folder.resolve("ok.txt")).contains("Peter"));
        server.start();
        received(1);
        accept(";Peter Lim;pelim@teleco.upv.es");
        assertThat(received(2)).hasSize(2);
    }

    @Test
    void aNameAddsNoHeaderAndNoRecipient() throws Exception {
        server.start();
        Files.writeString(folder.resolve("mail.txt"), "Asunto: ${nombre}\n\nHola, ${nombre}\n");
        start();
        accept(";=?UTF-8?Q?x=0D=0ABcc:_eve?= ${codigo};pelim@teleco.upv.es");
        MimeMessage mail = received(1).get(0);
        assertThat(Collections.list(mail.getAllHeaders())).extracting(header -> header.getName()).doesNotContain("Bcc");
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getContent().toString()).contains("${codigo}");
    }

    private void start() throws Exception {
        campus.start(new ErrorHandling(), new TeacherRoutes());
    }

    private String accept(String rest) {
        campus.receive("teacher-issue", "DST/PETICION", DNI);
        List<String> codes = bodies(campus.published("DST/CODIGO"));
        String code = codes.get(codes.size() - 1);
        assertHandled(campus.receive("teacher-verify", "DST/SOLUCION", code + rest));
        return code;
    }

    private List<MimeMessage> received(int count) {
        await().until(() -> server.getReceivedMessages().length >= count);
        assertThat(server.getReceivedMessages()).hasSize(count);
        return List.of(server.getReceivedMessages());
    }
}
