package campus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.Mosquitto;
import campus.testkit.MosquittoCertificates;
import campus.testkit.Ports;
import campus.testkit.Program;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One life of the application {@code existing} and of its broker, Mosquitto, which it reaches by TLS and with a
 * password. A neutral subscriber sees what it publishes.
 */
final class ColdStore implements AutoCloseable {

    private static final String FILTERS = "rooms/+/temperature $share/stores/orders pallets/in door roll-call";
    private static final String USER = "neutral";
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path log;
    private final int tlsPort = Ports.free();
    private final Mosquitto broker;
    private Program subscriber;
    private Process process;

    ColdStore(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        log = folder.resolve("application.log");
        Path passwords = folder.resolve("passwords");
        Files.createFile(passwords);
        for (String user : List.of("store", USER)) {
            assertThat(Program.mosquitto("mosquitto_passwd", "-b", passwords, user, PASSWORD).exitCode()).isZero();
        }
        MosquittoCertificates certificates = new MosquittoCertificates(folder);
        List<String> config = new ArrayList<>(List.of("allow_anonymous false", "password_file " + passwords,
                "listener " + tlsPort + " 127.0.0.1"));
        config.addAll(certificates.sign("server", "ip:127.0.0.1", false));
        trust(certificates.authority());
        broker = Mosquitto.start(folder, config.toArray(String[]::new));
        subscribe();
    }

    private void trust(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(authority);
                OutputStream out = Files.newOutputStream(folder.resolve("trust.p12"))) {
            store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            store.store(out, PASSWORD.toCharArray());
        }
    }

    /** To everything but what the application receives; shows topic, QoS, whether it is retained, and payload. */
    private void subscribe() {
        List<Object> options = new ArrayList<>(login());
        options.addAll(List.of("-V", "5", "--retain-as-published", "-q", 2, "-F", "%t %q %r %p", "-d", "-t", "#"));
        for (String filter : FILTERS.replace("$share/stores/", "").split(" ")) {
            options.addAll(List.of("-T", filter));
        }
        subscriber = Program.mosquitto("mosquitto_sub", options.toArray());
        subscriber.line("Subscribed .*", 1);
    }

    private List<Object> login() {
        return List.of("-h", "127.0.0.1", "-p", broker.port(), "-u", USER, "-P", PASSWORD);
    }

    /** Starts the application, with the link or without; returns when all of its routes have subscribed. */
    void start(boolean link) throws IOException {
        String libraries = link ? File.pathSeparator + String.join(File.pathSeparator, link()) : "";
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Dcamel.component.paho-mqtt5.broker-url=ssl://127.0.0.1:" + tlsPort,
                "-cp", Path.of("src/examples/existing/target/application.jar").toAbsolutePath() + libraries,
                "example.Application").directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        for (String filter : FILTERS.split(" ")) {
            broker.awaitSubscribed(" " + filter, 1);
        }
    }

    /** The jar of the link and the jars that it brings, from the class path of this test. */
    private static List<String> link() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Path.of(entry).getFileName().toString()
                        .matches("(campus-link|camel-health-|netty-).*")).toList();
    }

    /** Publishes with QoS 1, or what the options say. */
    void publish(String topic, String payload, Object... options) {
        List<Object> command = new ArrayList<>(login());
        command.addAll(List.of("-q", 1, "-t", topic, "-m", payload));
        command.addAll(List.of(options));
        assertThat(Program.mosquitto("mosquitto_pub", command.toArray()).exitCode()).isZero();
    }

    /** Waits until the subscriber has a message, as it shows it. */
    void requireReceived(String line) {
        subscriber.line(Pattern.quote(line), 1);
    }

    /** What the subscriber has received, by topic, and for each topic in order. */
    List<String> received() {
        return subscriber.lines().stream().filter(line -> line.matches("\\S+ [012] [01] .*"))
                .sorted(Comparator.comparing(line -> line.replaceFirst(" .*", ""))).toList();
    }

    /** Ends the application with SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends the broker with SIGKILL, and starts it again after a time, in which the application must not end. */
    void outage(Duration time) {
        subscriber.close();
        broker.kill();
        await().during(time).atMost(time.plusSeconds(5)).until(process::isAlive);
        broker.restart();
        subscribe();
    }

    /** What the application has written. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        subscriber.close();
        if (process != null) {
            process.destroyForcibly();
        }
        broker.close();
    }
}
