package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import campus.testkit.MosquittoCertificates;
import campus.testkit.Ports;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to trust the certificate of a real Mosquitto, besides a socket factory. */
class MosquittoTlsOptionsIT {

    private static final String PASSWORD = "secret";

    @TempDir
    private Path folder;

    private final int port = Ports.free();
    private final MosquittoCamel camel = new MosquittoCamel();
    private MosquittoCertificates certificates;
    private Mosquitto broker;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so there is no broker");
        certificates = new MosquittoCertificates(folder);
        List<String> config = new ArrayList<>(List.of("allow_anonymous true", "listener " + port + " 127.0.0.1"));
        config.addAll(certificates.sign("server", "ip:127.0.0.1", false));
        broker = Mosquitto.start(folder, config.toArray(String[]::new));
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        if (broker != null) {
            broker.close();
        }
    }

    private void requirePublished(String options) throws Exception {
        camel.publish("out", "paho-mqtt5:topic?brokerUrl=ssl://127.0.0.1:" + port + options).start();
        assertThat(camel.send("out", "text").get(10, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void propertiesNameThePemFile() throws Exception {
        camel.property("campus.tls.cafile", certificates.authority().toString());
        requirePublished("");
    }

    /** As Paho's client reads them. */
    @Test
    void sslClientPropsNameAKeyStore() throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        try (InputStream pem = Files.newInputStream(certificates.authority())) {
            trust.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trust.store(out, PASSWORD.toCharArray());
        }
        Properties properties = new Properties();
        properties.setProperty("com.ibm.ssl.trustStore", file.toString());
        properties.setProperty("com.ibm.ssl.trustStorePassword", PASSWORD);
        properties.setProperty("com.ibm.ssl.trustStoreType", "PKCS12");
        camel.bind("ssl", properties);
        requirePublished("&sslClientProps=#ssl");
    }
}
