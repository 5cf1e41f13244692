package campus.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.broker.BrokerConfig;
import campus.broker.Listener;
import campus.testkit.Mosquitto;
import campus.testkit.MosquittoCertificates;
import campus.testkit.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The five transports of one real Mosquitto, with certificates by the JDK's keytool. */
class MosquittoTransportIT extends TransportScenarios {

    private static final Map<String, String> PASSWORDS =
            Map.of("campus.building.password", "building", "campus.teacher.password", "teacher");
    private static final int OTHER_NAME = Ports.free();

    @TempDir
    static Path files;

    private static final Map<Listener, Integer> PORTS = new EnumMap<>(Listener.class);
    private static Mosquitto mosquitto;

    @BeforeAll
    static void startMosquitto() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so it cannot be spoken to");
        MosquittoCertificates certificates = new MosquittoCertificates(files);
        List<String> server = certificates.sign("server", "ip:127.0.0.1", false);
        certificates.sign("client", "dns:client", false);
        BrokerConfig same = sameFilesAsTheEmbeddedBroker();
        List<String> config = new ArrayList<>(List.of("allow_anonymous true", "acl_file " + same.aclFile(),
                "password_file " + same.passwordFile()));
        for (Listener listener : Listener.values()) {
            PORTS.put(listener, Ports.free());
            if (listener == Listener.TCP) {
                continue;
            }
            config.add("listener " + PORTS.get(listener) + " 127.0.0.1");
            if (listener.scheme().startsWith("ws")) {
                config.add("protocol websockets");
            }
            if (listener.secure()) {
                config.addAll(server);
            }
            if (listener == Listener.CLIENT_TLS) {
                config.addAll(List.of("cafile " + certificates.authority(), "require_certificate true"));
            }
        }
        config.add("listener " + OTHER_NAME + " 127.0.0.1");
        config.addAll(certificates.sign("other", "dns:broker.example", false));
        mosquitto = Mosquitto.start(files, PORTS.get(Listener.TCP), config.toArray(String[]::new));
    }

    @AfterAll
    static void stopMosquitto() {
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    @Test
    void aCertificateForAnotherHostIsOneLine() {
        assertFailure("TLS: the broker's certificate is for another host name; connect to a name that stands in it",
                "pub", "-L", url(Listener.TLS, OTHER_NAME), "-t", "salon/x", "-m", "x", "--cafile",
                file("ca.crt").toString());
    }

    @Test
    void aPortWithoutTlsIsOneLine() {
        assertFailure("TLS: the broker closed the connection during the handshake; the port may be for another"
                + " transport (tcp://, ssl://, ws:// or wss://)",
                "pub", "-L", url(Listener.TLS, PORTS.get(Listener.TCP)), "-t", "salon/x", "-m", "x");
    }

    @Test
    void aPortForAnotherTransportIsOneLine() {
        assertFailure("the port may be for another transport (tcp://, ssl://, ws:// or wss://)",
                "pub", "-L", url(Listener.TCP, PORTS.get(Listener.TLS)), "-t", "salon/x", "-m", "x");
    }

    @Override
    Running start(Listener transport, Map<String, String> tls) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(PASSWORDS);
        options.putAll(tls);
        options.put("campus.broker.enabled", "false");
        options.put("camel.component.paho-mqtt5.broker-url", url(transport, PORTS.get(transport)));
        return Running.start(folder.resolve("data"), options);
    }

    @Override
    int port(Listener listener, Running campus) {
        return PORTS.get(listener);
    }

    @Override
    Path file(String name) {
        return files.resolve(name);
    }

    private static BrokerConfig sameFilesAsTheEmbeddedBroker() {
        Map<String, String> options = new LinkedHashMap<>(PASSWORDS);
        options.put("campus.data-dir", files.toString());
        return MosquittoSystem.embeddedBroker(options);
    }
}
