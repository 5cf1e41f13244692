package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import campus.testkit.MosquittoCertificates;
import campus.testkit.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A TLS connection that cannot be made: the link reports the reason. */
class MosquittoTlsFailureIT {

    @TempDir
    static Path folder;

    private static final int GOOD = Ports.free();
    private static final int EXPIRED = Ports.free();
    private static final int OTHER_NAME = Ports.free();
    private static final int CLIENTS = Ports.free();

    private static MosquittoCertificates certificates;
    private static Mosquitto broker;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so it cannot refuse");
        certificates = new MosquittoCertificates(folder);
        List<String> good = certificates.sign("server", "ip:127.0.0.1", false);
        certificates.sign("client", "dns:client", false);
        List<String> config = new ArrayList<>(List.of("allow_anonymous true", "listener " + GOOD + " 127.0.0.1"));
        config.addAll(good);
        config.add("listener " + EXPIRED + " 127.0.0.1");
        config.addAll(certificates.sign("expired", "ip:127.0.0.1", true));
        config.add("listener " + OTHER_NAME + " 127.0.0.1");
        config.addAll(certificates.sign("other", "dns:broker.example.org", false));
        config.add("listener " + CLIENTS + " 127.0.0.1");
        config.addAll(good);
        config.addAll(List.of("cafile " + certificates.authority(), "require_certificate true"));
        broker = Mosquitto.start(folder, config.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void reportsAnUnknownCa() throws Exception {
        assertReason(GOOD, "", "TLS: the broker's certificate is signed by an unknown CA: name the file of"
                + " the CA that signed it in campus.tls.cafile (--cafile)");
    }

    @Test
    void reportsAnExpiredCertificate() throws Exception {
        assertReason(EXPIRED, "&socketFactory=#trust", "TLS: the broker's certificate has expired");
    }

    @Test
    void reportsACertificateForAnotherName() throws Exception {
        assertReason(OTHER_NAME, "&socketFactory=#trust", "TLS: the broker's certificate is for another host name:"
                + " connect to a name that stands in it");
    }

    /** With TLS 1.3 the broker refuses after the handshake, while the client already sends its CONNECT. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void reportsAMissingClientCertificate(int time) throws Exception {
        assertReason(CLIENTS, "&socketFactory=#trust", "TLS: the broker wants a client certificate, or another one:"
                + " name its files in campus.tls.cert and campus.tls.key (--cert, --key)");
    }

    @ParameterizedTest
    @CsvSource({"client", "identified"})
    void connectsIfTheCertificatesAreRight(String way) throws Exception {
        boolean client = way.equals("client");
        try (MosquittoCamel camel = link(client ? CLIENTS : GOOD,
                "&socketFactory=" + (client ? "#identity" : "#trust"))) {
            await().until(() -> camel.isUp("tls"));
        }
    }

    private static void assertReason(int port, String options, String reason) throws Exception {
        try (MosquittoCamel camel = link(port, options)) {
            await().untilAsserted(() -> assertThat(camel.reason("tls")).isNotEqualTo("not connected yet"));
            assertThat(camel.reason("tls")).isEqualTo(reason);
        }
    }

    private static MosquittoCamel link(int port, String options) throws Exception {
        return new MosquittoCamel().bind("trust", certificates.sockets(null))
                .bind("identity", certificates.sockets("client"))
                .consume("tls", "paho-mqtt5:topic?connectionTimeout=10&brokerUrl=ssl://127.0.0.1:" + port + options,
                        exchange -> { })
                .start();
    }
}
