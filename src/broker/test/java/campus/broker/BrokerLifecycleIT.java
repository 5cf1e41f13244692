package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import campus.base.SettingException;
import campus.broker.limits.LimitsFile;
import campus.testkit.LogLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerLifecycleIT {

    @TempDir
    Path folder;

    private BrokerFixture files;

    @BeforeEach
    void writeFiles() {
        files = BrokerFixture.in(folder);
    }

    @Test
    void leavesNoThreadAndNoSocketBehind() throws Exception {
        files.start().close();
        Set<String> before = threadsOfOurs();

        for (int i = 0; i < 5; i++) {
            int port;
            try (EmbeddedBroker broker = files.start();
                    RawClient client = new RawClient(broker.port(), RawClient.MQTT_5)) {
                port = broker.port();
                client.connect("dst", "dst", 60, null);
                client.publish("DST/PRUEBA", 1);
            }
            try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                assertThat(again.isBound()).isTrue();
            }
        }

        await().untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    @Test
    void closesOnceAndQuicklyUnderConnectedClients() throws Exception {
        EmbeddedBroker broker = files.start();
        try (RawClient client = new RawClient(broker.port(), RawClient.MQTT_5)) {
            client.connect(null, null, 60, null);
            long start = System.nanoTime();
            broker.close();
            broker.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            client.awaitEnd();
        }
    }

    /** The teacher sees why a program of a student, which may not ask, gets nothing. */
    @Test
    void whatIsRefusedStandsInTheLogOnceAMinute() throws Exception {
        LogLines log = new LogLines(EmbeddedBroker.class);
        log.start();
        try (EmbeddedBroker broker = files.start(); TestClient student = new TestClient(broker.url(), "dst")) {
            for (int i = 0; i < 3; i++) {
                student.publish("DST/Peticion");
                student.subscribe("dst/codigo");
            }
        } finally {
            log.stop();
        }
        assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN refused")).hasSize(2)
                .anyMatch(line -> line.matches("WARN refused a message on DST/Peticion from user dst with the"
                        + " identifier .*: not authorized"))
                .anyMatch(line -> line.matches("WARN refused a subscription to dst/codigo from user dst with the"
                        + " identifier .*: not authorized"));
    }

    @Test
    void aPortThatIsTakenIsReportedInOneLine() throws IOException {
        Set<String> before = threadsOfOurs();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> EmbeddedBroker.start(files.config(port)))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("port " + port + " on 127.0.0.1 is taken: stop the other program, or set"
                            + " campus.broker.port to another port (0 = any free one), or campus.broker.enabled=false"
                            + " to use a broker that already runs");
        }
        await().untilAsserted(() -> assertThat(threadsOfOurs()).isSubsetOf(before));
    }

    @Test
    void anAddressOfAnotherMachineIsReported() {
        // TEST-NET-3 of RFC 5737 is no address of a machine.
        BrokerConfig elsewhere = files.config("203.0.113.1", 0, LimitsFile.limits());

        assertThatThrownBy(() -> EmbeddedBroker.start(elsewhere))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageStartingWith("203.0.113.1 is not an address of this machine: set campus.broker.host to one");
    }

    @Test
    void badSettingsAreFoundBeforeAnythingStarts() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad"), "topik a");

        assertThatThrownBy(() -> new BrokerFixture(bad, files.passwords()).start())
                .isInstanceOf(SettingException.class).hasMessageContaining("line 1");
        assertThatThrownBy(() -> new BrokerFixture(files.acl(), bad).start())
                .isInstanceOf(SettingException.class).hasMessageContaining("line 1");
    }

    @Test
    void otherHostsReachItOnlyIfTheHostAllowsIt() throws Exception {
        Optional<InetAddress> network = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        assumeThat(network).as("a network besides the loopback").isPresent();

        try (EmbeddedBroker broker = files.start()) {
            assertThatThrownBy(() -> new Socket(network.get(), broker.port()).close()).isInstanceOf(IOException.class);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(files.config("0.0.0.0", 0, LimitsFile.limits()));
                Socket socket = new Socket(network.get(), broker.port())) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(broker.url()).isEqualTo("tcp://127.0.0.1:" + broker.port());
        }
    }

    /** Artemis itself would print a stack trace to stderr for each. */
    @Test
    void aWebSocketClientThatBreaksOffPrintsNothing() throws Exception {
        PrintStream realErr = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try (EmbeddedBroker broker = files.start()) {
            Socket client = new Socket("127.0.0.1", broker.port());
            client.getOutputStream().write(("GET /mqtt HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            readUntil(client, "\r\n\r\n");
            // A CONNECT of MQTT 3.1.1, masked with zeros, of client "quiet".
            byte[] connect = HexFormat.of().parseHex("829300000000" + "101100044d515454040200000005" + "7175696574");
            client.getOutputStream().write(connect);
            assertThat(client.getInputStream().readNBytes(6)).as("CONNACK").startsWith(0x82, 4, 0x20);
            client.setSoLinger(true, 0);
            client.close();

            try (TestClient other = new TestClient(broker.url(), "dst")) {
                other.publish("DST/PRUEBA");
            }
        } finally {
            System.setErr(realErr);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void readUntil(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            text.append((char) socket.getInputStream().read());
        }
    }

    @Test
    void eachClientChoosesItsKeepAlive() throws Exception {
        try (EmbeddedBroker broker = files.start();
                RawClient silent = new RawClient(broker.port(), RawClient.MQTT_3_1_1);
                RawClient forEver = new RawClient(broker.port(), RawClient.MQTT_3_1_1)) {
            forEver.connect(null, null, 0, null);
            silent.connect(null, null, 1, null);
            long start = System.nanoTime();
            silent.awaitEnd();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
            assertThat(forEver.answersPing()).isTrue();
        }
    }

    @Test
    void writesNothingIntoTheWorkingDirectory() throws Exception {
        Set<Path> before = workingDirectory();
        try (EmbeddedBroker broker = files.start(); TestClient client = new TestClient(broker.url(), "profesor")) {
            client.publish("DST/PRUEBA", "x".repeat(200_000), true);
            assertThat(broker.port()).isPositive();
        }
        assertThat(workingDirectory()).isEqualTo(before);
    }

    private static Set<Path> workingDirectory() throws IOException {
        try (var paths = Files.list(Path.of(""))) {
            return paths.collect(Collectors.toSet());
        }
    }

    /** All but Netty's global executor, one for the JVM, which ends a second after its last task. */
    private static Set<String> threadsOfOurs() {
        return threads().stream().filter(name -> !name.startsWith("globalEventExecutor")).collect(Collectors.toSet());
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName() + "@" + thread.getId())
                .filter(name -> !name.startsWith("awaitility") && !name.startsWith("process reaper"))
                .collect(Collectors.toSet());
    }
}
