package campus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.cli.Running;
import campus.testkit.LogLines;
import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The tunnel of the page to brokers of other kinds, and the ends of it. */
class TunnelIT {

    private static final int PACKETS = 2000;
    private static final int PAYLOAD = 4096;

    @TempDir
    private Path folder;

    private Running start(Map<String, String> more) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of("campus.page.enabled", "true", "campus.page.port", "0",
                "campus.teacher.enabled", "false", "campus.views.enabled", "false", "campus.sensors.enabled", "false"));
        options.putAll(more);
        return Running.start(folder.resolve("data"), options);
    }

    private static Map<String, String> at(String url) {
        return Map.of("campus.broker.enabled", "false", "camel.component.paho-mqtt5.broker-url", url);
    }

    private static BrowserSocket connected(Running campus, String user, String password) throws InterruptedException {
        BrowserSocket socket = new BrowserSocket(campus.page());
        assertThat(answer(socket, user, password)).isEqualTo(MqttConnectReturnCode.CONNECTION_ACCEPTED);
        return socket;
    }

    private static MqttConnectReturnCode answer(BrowserSocket socket, String user, String password)
            throws InterruptedException {
        socket.send(MqttMessageBuilders.connect().protocolVersion(MqttVersion.MQTT_5).clientId("visitor")
                .username(user).password(password == null ? null : password.getBytes()).build());
        return ((MqttConnAckMessage) socket.receive()).variableHeader().connectReturnCode();
    }

    @Test
    void aBrokerWithTls() throws Exception {
        Path authority = folder.resolve("data/broker/certificates/ca.crt");
        try (Running campus = start(Map.of("campus.broker.tls.port", "0", "campus.tls.cafile", authority.toString(),
                "camel.component.paho-mqtt5.broker-url", "ssl://localhost:{{campus.broker.tls.port}}"));
             BrowserSocket socket = connected(campus, "pagina", campus.setting("campus.page.password"))) {
            socket.send(MqttMessageBuilders.subscribe().messageId(1)
                    .addSubscription(MqttQoS.AT_MOST_ONCE, "salon/#").build());
            assertThat(socket.receive().fixedHeader().messageType()).isEqualTo(MqttMessageType.SUBACK);
        }
    }

    /** Much more than all buffers on the way hold: each end waits for the other, and nothing is lost. */
    @Test
    void manyBytesBothWays() throws Exception {
        try (Running campus = start(Map.of());
             BrowserSocket socket = connected(campus, "pagina", campus.setting("campus.page.password"))) {
            socket.send(MqttMessageBuilders.subscribe().messageId(1)
                    .addSubscription(MqttQoS.AT_MOST_ONCE, "salon/#").build());
            assertThat(socket.receive().fixedHeader().messageType()).isEqualTo(MqttMessageType.SUBACK);
            for (int i = 0; i < PACKETS; i++) {
                socket.send(MqttMessageBuilders.publish().qos(MqttQoS.AT_MOST_ONCE).topicName("salon/" + i)
                        .properties(MqttProperties.NO_PROPERTIES)
                        .payload(Unpooled.wrappedBuffer(new byte[PAYLOAD])).build());
            }
            for (int i = 0; i < PACKETS; i++) {
                MqttPublishMessage message = (MqttPublishMessage) socket.receive();
                assertThat(message.variableHeader().topicName()).isEqualTo("salon/" + i);
                assertThat(message.payload().readableBytes()).isEqualTo(PAYLOAD);
            }
        }
    }

    @Test
    void theEndOfTheBrokerIsToldWithItsReason() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
        int port = Ports.free();
        try (Running campus = start(at("tcp://127.0.0.1:" + port))) {
            assertThat(new RawHttp(campus.page()).body("/config.json")).contains("\"username\":\"\"");
            BrowserSocket early = new BrowserSocket(campus.page());
            assertThat(end(early)).startsWith("1014 no server listens there");
            try (Mosquitto mosquitto = Mosquitto.start(folder, port, "allow_anonymous true")) {
                BrowserSocket socket = connected(campus, null, null);
                RawHttp http = new RawHttp(campus.page());
                await().atMost(Duration.ofSeconds(10)).until(() -> http.get("/health").startsWith("HTTP/1.1 200 "));
                mosquitto.kill();
                assertThat(end(socket)).isEqualTo("1014 the broker closed the connection");
                await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(http.get("/health"))
                        .startsWith("HTTP/1.1 503 ").contains("\"reason\":\"no server listens there"));
            }
        }
    }

    @Test
    void aLoginThatTheBrokerRefusesIsToldOnce() throws Exception {
        LogLines log = new LogLines("campus");
        try (Running campus = start(Map.of())) {
            log.start();
            connected(campus, "pagina", campus.setting("campus.page.password")).close();
            assertThat(log.lines()).isEmpty();
            for (int i = 0; i < 2; i++) {
                try (BrowserSocket socket = new BrowserSocket(campus.page())) {
                    assertThat(answer(socket, "pagina", "wrong"))
                            .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD);
                }
            }
            assertThat(log.lines()).filteredOn(line -> line.contains("page")).containsExactly("WARN the page does not"
                    + " get to the broker: bad user name or password (0x86): correct campus.page.username and"
                    + " campus.page.password");
        } finally {
            log.stop();
        }
    }

    private static String end(BrowserSocket socket) {
        return socket.end.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void aTakenPortIsAWarningAndTheProgramRuns() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
             Running campus = start(Map.of("campus.page.port", "" + other.getLocalPort()))) {
            assertThat(campus.routes()).containsEntry("page-EDIFICIO_1", true);
        }
    }

    /** As ss(8) shows it; Java's sockets are of both versions of IP. */
    private static Set<String> listening(int port) throws IOException {
        Set<String> addresses = new TreeSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] words = line.strip().split("\\s+");
                if (words[3].equals("0A") && words[1].endsWith(":%04X".formatted(port))) {
                    addresses.add(words[1].replaceFirst(":.*", ""));
                }
            }
        }
        return addresses;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itListensOnThisMachineOnly() throws Exception {
        try (Running campus = start(Map.of())) {
            assertThat(listening(URI.create(campus.page()).getPort())).isNotEmpty()
                    .isSubsetOf("0100007F", "0000000000000000FFFF00000100007F");
        }
        try (Running campus = start(Map.of("campus.page.host", "0.0.0.0"))) {
            assertThat(listening(URI.create(campus.page()).getPort())).isNotEmpty()
                    .isSubsetOf("00000000", "00000000000000000000000000000000");
        }
    }

    @Test
    void withoutThePageNothingReadsForIt() throws Exception {
        try (Running campus = start(Map.of("campus.page.enabled", "false"))) {
            assertThat(campus.routes()).doesNotContainKey("page-EDIFICIO_1");
        }
    }
}
