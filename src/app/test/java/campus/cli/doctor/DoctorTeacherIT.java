package campus.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.classroom.ledger.LedgerDatabase;
import campus.cli.options.ExitCode;
import campus.testkit.Ports;
import campus.testkit.Postgres;
import campus.testkit.peer.ScriptedPeer;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says about a teacher: the ledger, the mail server, and the group that shares the work. */
class DoctorTeacherIT {

    private static final String LEDGER = "teacher: ledger";
    private static final String MAIL = "teacher: mail server";

    @TempDir
    private Path folder;

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final GreenMail mail =
            new GreenMail(new ServerSetup(Ports.free(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @AfterEach
    void stop() {
        peer.close();
        mail.stop();
    }

    @Test
    void aLedgerThatIsMissingIsMadeByTheTeacher() {
        DoctorRun all = examine();
        assertThat(all.line(LEDGER)).startsWith("ok ").contains("there is none yet");
        assertThat(all.code()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aRosterThatTheTeacherDoesNotRead() throws Exception {
        assertThat(roster().line("teacher: roster")).startsWith("ok ").contains("there is none yet");
        Files.writeString(folder.resolve("roster.txt"), "00000001\n12345678A\n");
        assertThat(roster().line("teacher: roster")).startsWith("FAIL ").contains("roster.txt line 2: the letter of"
                + " '12345678A' is wrong").endsWith("-> correct it; 'teacher roster check' names each such line");
        assertThat(roster().code()).isOne();
        Files.writeString(folder.resolve("roster.txt"), "# nobody yet\n");
        assertThat(roster().line("teacher: roster")).isEqualTo("warn teacher: roster nobody is enrolled: every student"
                + " is refused -> write a DNI on each line");
        Files.writeString(folder.resolve("roster.txt"), "00000001\n");
        assertThat(roster().line("teacher: roster")).isEqualTo("ok teacher: roster 1 enrolled");
    }

    private DoctorRun roster() {
        return examine("campus.data-dir=" + folder);
    }

    @Test
    void aLedgerThatATeacherHasOpenIsFine() throws Exception {
        String url = url("ledger.db");
        try (LedgerDatabase teacher = LedgerDatabase.open(url)) {
            byte[] before = Files.readAllBytes(folder.resolve("ledger.db"));
            DoctorRun all = examine("campus.ledger.url=" + url);
            assertThat(all.line(LEDGER)).isEqualTo("ok teacher: ledger answers, and can be written");
            assertThat(all.code()).isZero();
            assertThat(teacher.isShared()).isFalse();
            assertThat(folder.resolve("ledger.db")).hasBinaryContent(before);
        }
    }

    @Test
    void aLedgerThatCannotBeUsed() throws Exception {
        Path text = Files.writeString(folder.resolve("no-ledger"), "this is a text file ".repeat(100));
        assertWrong("campus.ledger.url=" + url("no-ledger"), "not a database");
        assertThat(text).content().startsWith("this is a text file");
        assertWrong("campus.ledger.url=" + url("no-ledger/ledger.db"), "this user may not write there");

        String url = url("ledger.db");
        LedgerDatabase.open(url).close();
        try (Connection connection = DriverManager.getConnection(url); Statement sql = connection.createStatement()) {
            sql.execute("UPDATE flyway_schema_history SET checksum = 1");
        }
        assertWrong("campus.ledger.url=" + url, "is the ledger of another version of this program");
    }

    @Test
    void aLedgerThatMayOnlyBeRead() throws Exception {
        LedgerDatabase.open(url("ledger.db")).close();
        Path file = folder.resolve("ledger.db");
        assumeTrue(file.toFile().setReadOnly() && !Files.isWritable(file), "root may write it");
        assertWrong("campus.ledger.url=" + url("ledger.db"), "this user may not write there");
    }

    @Test
    void aLedgerInPostgres() throws Exception {
        Postgres server = Postgres.start();
        String url = server.newDatabase();
        assertThat(examine("campus.ledger.url=" + url).line(LEDGER)).startsWith("ok ").contains("none yet");
        LedgerDatabase.open(url).close();
        assertThat(examine("campus.ledger.url=" + url).line(LEDGER)).startsWith("ok ").contains("can be written");

        String away = url.replace(":" + server.port(), ":" + Ports.free()) + "&password=secret";
        assertThat(assertWrong("campus.ledger.url=" + away, "does not answer"))
                .endsWith("-> start the database, or correct campus.ledger.url");
        try (Connection connection = DriverManager.getConnection(url);
             Statement sql = connection.createStatement()) {
            sql.execute("CREATE ROLE doctor_reader LOGIN");
            sql.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO doctor_reader");
            assertWrong("campus.ledger.url=" + url.replace("user=postgres", "user=doctor_reader"),
                    "permission denied");
            sql.execute("DROP OWNED BY doctor_reader");
            sql.execute("DROP ROLE doctor_reader");
        }
    }

    @Test
    void aMailServer() throws IOException {
        mail.setUser("practica@example", "prof", "secret");
        mail.start();
        String server = "smtp://127.0.0.1:" + mail.getSmtp().getPort();
        String to = "campus.teacher.mail.to=" + server;
        assertThat(examine(to + "?username=prof&password=RAW(secret)").line(MAIL))
                .isEqualTo("ok teacher: mail server " + server + " takes the login");
        assertThat(examine(to).line(MAIL)).endsWith(server + " answers");
        assertThat(assertWrong(to + "?username=prof&password=RAW(other-secret)", "refuses the login"))
                .contains("-> correct user and password in campus.teacher.mail.to");
        assertWrong(to + "?pasword=secret", "Camel does not know its address, or an option in it");
        assertThat(mail.getReceivedMessages()).isEmpty();

        assertThat(assertWrong("campus.teacher.mail.to=smtp://127.0.0.1:" + Ports.free()
                + "?username=prof&password=RAW(secret)", "connect")).contains("-> start it, or correct host, port");
        try (ServerSocket mute = new ServerSocket(0)) {
            assertWrong("campus.teacher.mail.to=smtp://127.0.0.1:" + mute.getLocalPort() + "?mail.smtp.timeout=300",
                    "timed out");
        }
    }

    @Test
    void aGroupThatSharesTheWorkIsTriedUnderAnotherName() {
        DoctorRun all = examine("campus.teacher.share=teachers");
        assertThat(all.line("teacher: subscribe $share/teachers/DST/PETICION")).startsWith("ok ");
        assertThat(peer.received(MqttMessageType.SUBSCRIBE)).hasSize(2)
                .flatExtracting(packet -> packet.filters().keySet())
                .allMatch(filter -> filter.matches("\\$share/campus-doctor-[0-9a-f]+/DST/(PETICION|SOLUCION)"));

        peer.always().connAck(MqttPropertyType.SHARED_SUBSCRIPTION_AVAILABLE, 0);
        DoctorRun without = examine("campus.teacher.share=teachers");
        assertThat(without.code()).isEqualTo(ExitCode.FAILED);
        assertThat(without.line("teacher: subscribe $share/teachers/DST/SOLUCION")).startsWith("FAIL ")
                .contains("the broker has no shared subscriptions -> use another broker, or one teacher");
        assertThat(peer.received(MqttMessageType.SUBSCRIBE)).hasSize(2);
        assertThat(examine().code()).as("a teacher alone").isZero();
    }

    /** The broker is not the only thing that may be away. */
    @Test
    void withoutABrokerLedgerAndMailServerAreCheckedToo() {
        peer.down();
        assertThat(examine().line(LEDGER)).startsWith("ok ");
    }

    private String assertWrong(String property, String why) {
        DoctorRun all = examine(property);
        assertThat(all.lines("FAIL")).singleElement().asString().contains(why, " -> ");
        assertThat(all.text()).doesNotContain("secret");
        assertThat(all.code()).isEqualTo(ExitCode.FAILED);
        return all.lines("FAIL").get(0);
    }

    private String url(String file) {
        return "jdbc:sqlite:" + folder.resolve(file);
    }

    private DoctorRun examine(String... properties) {
        List<Object> options = new ArrayList<>(List.of("teacher -p " + peer.port(),
                "-D campus.data-dir=" + folder.resolve("data")));
        List.of(properties).forEach(property -> options.add("-D " + property));
        return DoctorRun.of(options.toArray());
    }
}
