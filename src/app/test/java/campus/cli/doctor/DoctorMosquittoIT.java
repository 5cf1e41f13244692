package campus.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.broker.users.Passwords;
import campus.testkit.Mosquitto;
import campus.testkit.MosquittoCertificates;
import campus.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor, with a real Mosquitto: TCP, TLS that works and that does not, WebSocket, users and permissions. */
class DoctorMosquittoIT {

    private static final String ACL = """
            user edificio
            topic readwrite EDIFICIO_1/#
            user profesor
            topic readwrite DST/#
            user dst
            topic readwrite DST/PRUEBA
            topic read DST/CODIGO
            user writer
            topic write DST/PRUEBA
            user nobody
            topic read salon/#
            """;

    @TempDir
    static Path folder;

    private static final int TLS = Ports.free();
    private static final int EXPIRED = Ports.free();
    private static final int OTHER_NAME = Ports.free();
    private static final int CLIENTS = Ports.free();
    private static final int WEB_SOCKET = Ports.free();

    private static MosquittoCertificates certificates;
    private static Mosquitto broker;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so it cannot be examined");
        certificates = new MosquittoCertificates(folder);
        List<String> good = certificates.sign("server", "ip:127.0.0.1", false);
        certificates.sign("client", "dns:client", false);
        Path passwords = folder.resolve("passwords");
        Passwords.write(passwords, Map.of("edificio", "ladrillo", "profesor", "tiza", "dst", "dst", "writer", "dst",
                "nobody", "dst"));
        List<String> config = new ArrayList<>(List.of("allow_anonymous false", "password_file " + passwords,
                "acl_file " + Files.writeString(folder.resolve("acl"), ACL), "max_inflight_messages 0"));
        listener(config, TLS, good);
        listener(config, EXPIRED, certificates.sign("expired", "ip:127.0.0.1", true));
        listener(config, OTHER_NAME, certificates.sign("other", "dns:broker.example.org", false));
        listener(config, CLIENTS, good);
        config.addAll(List.of("cafile " + certificates.authority(), "require_certificate true"));
        listener(config, WEB_SOCKET, List.of("protocol websockets"));
        broker = Mosquitto.start(folder, config.toArray(String[]::new));
    }

    private static void listener(List<String> config, int port, List<String> lines) {
        config.add("listener " + port + " 127.0.0.1");
        config.addAll(lines);
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void nothingIsWrongOverTcp() {
        DoctorRun all = examine("-p " + broker.port() + " -D campus.building.password=ladrillo"
                + " -D campus.teacher.password=tiza");
        assertThat(all.lines("FAIL")).isEmpty();
        assertThat(all.lines("warn")).singleElement().asString().contains("page: login", "not authorized",
                "set campus.page.username and campus.page.password");
        assertThat(all.code()).isZero();
        assertThat(all.line("student: receive DST/PRUEBA")).startsWith("ok ");
        assertThat(all.text()).doesNotContain("ladrillo", "tiza");
    }

    @Test
    void nothingIsWrongOverTlsAndWebSocket() {
        DoctorRun tls = student(CLIENTS, trust() + " " + key("client"));
        assertThat(tls.line("TLS"))
                .startsWith("ok TLS TLSv1.3, certificate of CN=server for 127.0.0.1, by CN=Campus test CA,"
                + " until 20");
        assertThat(tls.text()).contains("nothing is wrong");

        DoctorRun webSocket = examine("student -L ws://127.0.0.1:" + WEB_SOCKET);
        assertThat(webSocket.line("WebSocket")).isEqualTo("ok WebSocket agreed");
        assertThat(webSocket.text()).contains("nothing is wrong");
    }

    @Test
    void theCertificateIsOfAnUnknownAuthority() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        assertThat(student(TLS, "--cafile " + new MosquittoCertificates(elsewhere).authority()).line("TLS"))
                .startsWith("FAIL TLS TLS: the broker's certificate is signed by an unknown CA")
                .contains("--cafile", "-> the broker shows the certificate of CN=server for 127.0.0.1, by CN=Campus"
                + " test CA");
    }

    @Test
    void theCertificateIsForAnotherNameOrHasExpired() {
        assertThat(student(OTHER_NAME, trust()).line("TLS"))
                .startsWith("FAIL TLS TLS: the broker's certificate is for another host name")
                .contains("certificate of CN=other for broker.example.org");
        assertThat(student(EXPIRED, trust()).line("TLS"))
                .startsWith("FAIL TLS TLS: the broker's certificate has expired -> ")
                .contains("until 20", "; it is 20");
    }

    @Test
    void aClientCertificateIsWanted() {
        DoctorRun all = student(CLIENTS, trust());
        assertThat(all.lines("FAIL")).singleElement().asString()
                .startsWith("FAIL TLS TLS: the broker wants a client certificate").contains("--cert");
    }

    @Test
    void tlsOnAPortWithoutItAndTheOtherWayRound() {
        assertThat(student(broker.port(), trust()).line("TLS")).startsWith("FAIL TLS TLS: ")
                .contains("the broker shows no certificate: is that a port for TLS?");
        assertThat(examine("student -p " + TLS).line("student: login"))
                .startsWith("FAIL student: login ").contains("the port may be for TLS or WebSocket");
    }

    @Test
    void aWrongPassword() {
        DoctorRun all = examine("student -p " + broker.port() + " -P secret");
        assertThat(all.line("student: login")).startsWith("FAIL student: login not authorized (0x87) -> correct"
                + " campus.student.username and campus.student.password");
        assertThat(all.text()).doesNotContain("secret");
    }

    /** Mosquitto grants every subscription: only a message that comes is a proof. */
    @Test
    void topicsThatAreNotPermitted() {
        DoctorRun writer = examine("student -u writer -p " + broker.port());
        assertThat(writer.line("student: subscribe DST/CODIGO")).startsWith("ok ").contains("does not prove");
        assertThat(writer.line("student: receive DST/PRUEBA")).startsWith("FAIL ")
                .contains("'topic readwrite DST/PRUEBA'");
        assertThat(examine("student -u nobody -p " + broker.port()).line("student: publish DST/PRUEBA"))
                .startsWith("FAIL ").contains("not authorized (0x87)");
    }

    private static String trust() {
        return "--cafile " + certificates.authority();
    }

    private static String key(String alias) {
        return "--cert " + folder.resolve(alias + ".crt") + " --key " + folder.resolve(alias + ".key");
    }

    private static DoctorRun student(int port, String options) {
        return examine("student -p " + port + " " + options);
    }

    private static DoctorRun examine(String options) {
        return DoctorRun.of(options, "-D campus.data-dir=" + folder.resolve("data"));
    }
}
