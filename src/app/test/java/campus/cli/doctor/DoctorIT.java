package campus.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.cli.Running;
import campus.cli.options.ExitCode;
import campus.testkit.Ports;
import campus.testkit.peer.ScriptedPeer;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doctor, with the embedded broker and with servers that do what a broker should not. */
class DoctorIT {

    private static final String NOT_TRIED = "-- login, topics, limits not tried, as there is no connection";

    @TempDir
    Path folder;

    private final ScriptedPeer peer = ScriptedPeer.start();

    @AfterEach
    void stop() {
        peer.close();
    }

    @Test
    void nothingIsWrongWithTheEmbeddedBroker() throws Exception {
        try (Running campus = Running.start(folder.resolve("data"), Map.of("campus.page.enabled", "true",
                "campus.page.port", "0"))) {
            DoctorRun all = examine("-D campus.broker.port=" + campus.port() + " -D campus.page.port="
                    + URI.create(campus.page()).getPort());

            assertThat(all.text()).endsWith("nothing is wrong" + System.lineSeparator());
            assertThat(all.code()).isZero();
            assertThat(all.lines("FAIL")).isEmpty();
            assertThat(all.lines("warn")).isEmpty();
            assertThat(all.lines("ok")).contains(
                    "ok configuration the embedded broker of `run`, tcp://127.0.0.1:" + campus.port(),
                    "ok building: login user 'edificio', MQTT 5",
                    "ok building: subscribe EDIFICIO_1/P_2/O/+/VIBR granted, which does not prove that messages come",
                    "ok teacher: login user 'profesor', MQTT 5",
                    "ok teacher: subscribe DST/PETICION granted, which does not prove that messages come",
                    "ok student: subscribe DST/CODIGO granted, which does not prove that messages come",
                    "ok student: receive DST/PRUEBA the published message came back",
                    "ok session expiry 3600 s", "ok page: login user 'pagina', MQTT 5", "ok page " + campus.page());
            assertThat(all.line("teacher: publish DST/CODIGO")).startsWith("-- ");
            Files.readString(campus.data.resolve("credentials.properties")).lines()
                    .filter(line -> line.contains("password=")).forEach(line ->
                            assertThat(all.text()).doesNotContain(line.substring(line.indexOf('=') + 1)));
            assertThat(campus.routes().values()).as("routes that still run").doesNotContain(false);
        }
    }

    @Test
    void usersWhomTheEmbeddedBrokerRefuses() throws Exception {
        try (Running campus = Running.start(folder.resolve("data"), Map.of("campus.sensors.enabled", "false"))) {
            DoctorRun all = examine("student -p " + campus.port() + " -u dst -P secret");

            assertThat(all.code()).isEqualTo(ExitCode.FAILED);
            assertThat(all.text()).contains("1 thing is wrong").doesNotContain("secret");
            assertThat(all.line("student: login"))
                    .isEqualTo("FAIL student: login bad user name or password (0x86) -> correct"
                    + " campus.student.username and campus.student.password (-u, -P), or ask the administrator"
                    + " of the broker");
            assertThat(all.line("student: topics")).isEqualTo("-- student: topics not tried, as there is no login");

            assertThat(examine("teacher -p " + campus.port() + " -D campus.data-dir=" + folder.resolve("none"))
                    .line("teacher: login")).endsWith("-> campus.teacher.password is neither set nor kept in"
                            + " credentials.properties: set it, or ask the administrator of the broker");
        }
    }

    @Test
    void topicsThatTheEmbeddedBrokerDoesNotPermit() throws Exception {
        Path acl = Files.writeString(folder.resolve("acl"), "user dst\ntopic write DST/PETICION\n");
        try (Running campus = Running.start(folder.resolve("data"), Map.of("campus.sensors.enabled", "false",
                "campus.views.enabled", "false", "campus.teacher.enabled", "false",
                "campus.broker.acl-file", acl.toString()))) {
            DoctorRun all = examine("student -p " + campus.port());

            assertThat(all.lines("FAIL")).containsExactly(
                    "FAIL student: subscribe DST/CODIGO not authorized (0x87) -> permit it: 'topic read DST/CODIGO'"
                            + " under 'user dst' in the broker's acl_file",
                    "FAIL student: publish DST/PRUEBA not authorized (0x87) -> permit it: 'topic readwrite"
                            + " DST/PRUEBA' under 'user dst' in the broker's acl_file");
            assertThat(all.code()).isEqualTo(ExitCode.FAILED);
        }
    }

    @Test
    void aPortOnWhichNoServerListens() {
        int port = Ports.free();
        DoctorRun embedded = examine("-D campus.broker.port=" + port);
        assertThat(embedded.line("TCP connection")).startsWith("FAIL ").contains("no server listens there")
                .endsWith("-> start it with `run`, or name another broker with -h and -p");
        assertThat(embedded.text()).contains("not tried, as there is no connection");
        assertThat(embedded.code()).isEqualTo(ExitCode.FAILED);

        assertThat(examine("-p " + port).line("TCP connection"))
                .contains("-> start the broker, or correct host and port");
    }

    /** The backup of a pair of brokers does not answer. */
    @Test
    void oneOfSeveralAddressesIsEnough() {
        String none = "tcp://127.0.0.1:" + Ports.free();
        String addresses = "student -D campus.broker.enabled=false -D camel.component.paho-mqtt5.broker-url=" + none;
        DoctorRun pair = examine(addresses + ",tcp://127.0.0.1:" + peer.port());
        assertThat(pair.line("TCP connection of " + none)).startsWith("warn ").contains("no server listens there");
        assertThat(pair.line("student: login")).as("at the other").startsWith("ok ");

        DoctorRun nothing = examine(addresses + ",tcp://127.0.0.1:" + Ports.free());
        assertThat(nothing.line("broker")).startsWith("FAIL broker none of the addresses works ->");
        assertThat(nothing.code()).isEqualTo(ExitCode.FAILED);
    }

    /** A server whose queue is full answers no SYN. */
    @Test
    void aPortThatDoesNotAnswer() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1)) {
            fill(full.getLocalPort(), waiting);

            assertThat(examine("-p " + full.getLocalPort() + " -D camel.component.paho-mqtt5.connection-timeout=1")
                    .line("TCP connection")).isEqualTo("FAIL TCP connection no answer in time -> check the address,"
                            + " and the firewalls on the way and on the broker's machine");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static void fill(int port, List<Socket> waiting) throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new AssertionError("the queue is never full");
    }

    @Test
    void theHostIsUnknown() {
        DoctorRun all = examine("-h broker.invalid");
        assertThat(all.lines("FAIL")).singleElement().asString().startsWith("FAIL host name broker.invalid unknown host"
                + " broker.invalid").contains("-> check the spelling in -h or camel.component.paho-mqtt5.broker-url");
        assertThat(all.lines("--")).containsExactly(NOT_TRIED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "campus.broker.port=0                                         | another port at each start -> name the port",
        "camel.component.paho-mqtt5.broker-url=http://host            | accepted is tcp://host:port, ssl://",
        "camel.component.paho-mqtt5.broker-url=tcp://host:70000       | its port is not a number from 1 to",
        "campus.broker.enabled=maybe                                  | accepted is true or false",
        "campus.tls.cafile=no.crt                                     | no.crt cannot be read: there is no such file",
        "campus.tls.cert=pom.xml                                      | go together: set both or none",
        "campus.broker.prot=1                                         | did you mean campus.broker.port?"})
    void theConfigurationCannotBeUsed(String property, String line) {
        DoctorRun all = examine("-D " + property);
        assertThat(all.line("configuration")).startsWith("FAIL ").contains(line);
        assertThat(all.code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void anOptionOfASessionThatThereIsNot() {
        assertThat(student("-D campus.session.durable=cleanStrat=false").lines("FAIL")).containsExactly("FAIL"
                + " configuration campus.session.durable: there is no option cleanStrat: did you mean cleanStart? ->"
                + " correct it in application.properties, the environment or -D");
    }

    @Test
    void aPortThatSaysNothing() {
        peer.always().mute();
        assertThat(student("-D camel.component.paho-mqtt5.connection-timeout=1").line("student: login"))
                .startsWith("FAIL student: login no answer in time -> the port may be for TLS or WebSocket");
    }

    @Test
    void aPortWithoutTlsOrWebSocket() {
        assertThat(student("-L mqtts://127.0.0.1:" + peer.port()).line("TLS"))
                .startsWith("FAIL TLS TLS: ").contains("the broker shows no certificate: is that a port for TLS?");
        assertThat(student("-L ws://127.0.0.1:" + peer.port()).line("WebSocket"))
                .startsWith("FAIL WebSocket ")
                .contains("-> check the path in the address, and that the port is for WebSocket");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x84})
    void anOlderBrokerThatSaysSo(int code) {
        peer.always().connAck(code);
        assertThat(student("").line("student: login"))
                .isEqualTo("FAIL student: login the broker does not speak MQTT 5, only"
                + " an older version such as MQTT 3.1.1 -> use a broker that speaks MQTT 5, such as Mosquitto from 1.6"
                + " on");
    }

    @Test
    void anOlderBrokerThatCloses() {
        peer.onConnection(2).closeAfter(MqttMessageType.CONNECT);
        assertThat(student("").line("student: login"))
                .startsWith("FAIL student: login the broker does not speak MQTT 5, only an older"
                        + " version such as MQTT 3.1.1 ->");
    }

    @Test
    void aBrokerThatClosesEveryConnection() {
        peer.always().closeAfter(MqttMessageType.CONNECT);
        assertThat(student("").line("student: login"))
                .startsWith("FAIL student: login the broker closed the connection ->");
    }

    @Test
    void aBrokerThatIsBusy() {
        peer.always().connAck(0x89);
        assertThat(student("").line("student: login")).startsWith("FAIL student: login server busy (0x89) ->");
    }

    @Test
    void subscriptionsAndPublicationsThatAreRefused() {
        peer.always().subAck("DST/CODIGO", 0x87);
        DoctorRun all = student("");
        assertThat(all.line("student: subscribe DST/CODIGO")).startsWith("FAIL ").contains("'topic read DST/CODIGO'");
        assertThat(all.line("student: receive DST/PRUEBA")).startsWith("FAIL ")
                .contains("the subscription was granted and nothing came");
        assertThat(all.text()).contains("2 things are wrong");

        peer.always().pubAck("DST/PRUEBA", 0x87);
        assertThat(student("").line("student: publish DST/PRUEBA")).startsWith("FAIL ")
                .contains("not authorized (0x87)");
    }

    @Test
    void limitsThatAreTooSmall() {
        peer.always().connAck(MqttPropertyType.RECEIVE_MAXIMUM, 5)
                .connAck(MqttPropertyType.MAXIMUM_PACKET_SIZE, 100).connAck(MqttPropertyType.SERVER_KEEP_ALIVE, 60)
                .connAck(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 60).connAck(MqttPropertyType.MAXIMUM_QOS, 0)
                .connAck(MqttPropertyType.WILDCARD_SUBSCRIPTION_AVAILABLE, 0)
                .connAck(MqttPropertyType.RETAIN_AVAILABLE, 0);
        DoctorRun all = student("");
        assertThat(all.line("receive maximum")).isEqualTo("warn receive maximum 5 messages at a time ->"
                + " campus.link.max-inflight=500 is limited to that, which costs speed: raise max_inflight_messages in"
                + " the broker");
        assertThat(all.line("packet size")).startsWith("warn packet size 100 bytes ->");
        assertThat(all.line("keep alive")).startsWith("warn keep alive 60 s ->");
        assertThat(all.line("session expiry"))
                .startsWith("warn session expiry 60 s -> campus.session.durable asks for 3600 s");
        assertThat(all.line("QoS")).startsWith("FAIL QoS up to 0 ->");
        assertThat(all.line("wildcards")).startsWith("FAIL wildcards not allowed ->");
        assertThat(all.line("retained messages")).startsWith("warn retained messages not allowed ->");
        assertThat(all.line("shared subscriptions")).isEqualTo("ok shared subscriptions allowed");
    }

    @Test
    void noSessionStaysAndNoRouteIsDisturbed() {
        student("");
        assertThat(peer.received(MqttMessageType.CONNECT)).singleElement()
                .satisfies(packet -> assertThat(packet.connect().clientId()).matches("campus-doctor-[0-9a-f]{8}"));
        await().until(() -> !peer.received(MqttMessageType.DISCONNECT).isEmpty());
        assertThat(peer.received(MqttMessageType.DISCONNECT)).singleElement().satisfies(packet ->
                assertThat(packet.properties().get(MqttPropertyType.SESSION_EXPIRY_INTERVAL)).isEqualTo(0));
        assertThat(peer.received(MqttMessageType.PUBLISH)).singleElement()
                .satisfies(packet -> assertThat(packet.topic()).isEqualTo("DST/PRUEBA"));
    }

    private DoctorRun student(String options) {
        return examine("student -p " + peer.port() + (options.isEmpty() ? "" : " " + options));
    }

    private DoctorRun examine(String options) {
        String data = options.contains("campus.data-dir") ? "" : "-D campus.data-dir=" + folder.resolve("data");
        return data.isEmpty() ? DoctorRun.of(options) : DoctorRun.of(options, data);
    }
}
