package campus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.base.Json;
import campus.base.Settings;
import campus.cli.Running;
import campus.testkit.LogLines;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server of the page, in a program with the embedded broker. */
class PageIT {

    @TempDir
    private static Path folder;
    private static Running campus;
    private static RawHttp http;

    @BeforeAll
    static void start() throws Exception {
        campus = Running.start(folder, Map.of("campus.page.enabled", "true", "campus.page.port", "0",
                "campus.building.east.building", "EDIFICIO_2", "campus.building.east.floors", "1",
                "campus.sensors.faults", "stuck:0.5"));
        http = new RawHttp(campus.page());
    }

    @AfterAll
    static void stop() {
        campus.close();
    }

    private static JsonNode json(String path) {
        try {
            return Json.MAPPER.readTree(http.body(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Names below .invalid are in no DNS (RFC 2606), TEST-NET-3 is no address of a machine (RFC 5737). */
    @ParameterizedTest
    @CsvSource({"a.invalid, unknown host, campus.page.host to an address of this machine",
        "203.0.113.1, Cannot assign requested address, campus.page.host to an address of this machine",
        "127.0.0.1, Address already in use, campus.page.port to another port (0 = any free one)"})
    void anAddressThatCannotBeUsedIsToldWithItsRemedy(String host, String reason, String remedy) {
        int port = URI.create(campus.page()).getPort();
        LogLines log = new LogLines("campus");
        log.start();
        assertThat(Page.open(Settings.of(Map.of("campus.page.host", host, "campus.page.port", "" + port)), null))
                .isEmpty();
        log.stop();
        assertThat(log.lines()).contains("WARN the page is off: port " + port + " on " + host + " cannot be used ("
                + reason + "): set " + remedy + ", or campus.page.enabled=false");
    }

    @Test
    void theFilesHaveTheirTypesAndTheHeadersThatProtectThem() {
        assertThat(http.get("/")).startsWith("HTTP/1.1 200 ").contains("content-type: text/html; charset=utf-8")
                .contains("content-security-policy: default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'").contains("x-content-type-options: nosniff")
                .contains("referrer-policy: no-referrer").doesNotContain("unsafe-");
        assertThat(http.get("/page.js")).contains("content-type: text/javascript");
        assertThat(http.get("/page.css")).contains("content-type: text/css");
        assertThat(http.send("HEAD / HTTP/1.1", "Host: " + http.host())).startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../application.properties", "/%2e%2e/package-info.java", "/index.html", "/Page.class",
        "//etc/passwd", "/page.js/", "/..%2f", "/campus/../", "/health/x", "/constructor"})
    void thereAreNoOtherFiles(String path) {
        assertThat(http.get(path)).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "http://127.0.0.1/", "*", "/?%zz"})
    void whatIsNoPathIsRefused(String path) {
        assertThat(http.get(path)).startsWith("HTTP/1.1 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8088", "10.0.0.1", "",
        "a b", "[::2]", "localhost@evil.example"})
    void aForeignHostIsMisdirected(String host) {
        assertThat(http.send("GET / HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 421 ");
        assertThat(http.send("GET /config.json HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 421 ")
                .doesNotContain("pagina");
    }

    @Test
    void twoHostsAreMisdirectedAndLocalNamesAreNot() {
        assertThat(http.send("GET / HTTP/1.1", "Host: localhost", "Host: evil.example")).startsWith("HTTP/1.1 421 ");
        assertThat(http.send("GET / HTTP/1.1", "Host: LOCALHOST:9000")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"})
    void onlyGetAndHead(String method) {
        assertThat(http.send(method + " / HTTP/1.1", "Host: " + http.host())).startsWith("HTTP/1.1 405 ")
                .contains("allow: GET, HEAD\r\n").endsWith("Only GET and HEAD.\n");
        assertThat(http.send(method + " /campus/mqtt HTTP/1.1", "Host: " + http.host())).startsWith("HTTP/1.1 405 ")
                .contains("allow: GET\r\n").endsWith("Only GET.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hurry", "/login", "/logout"})
    void aButtonIsForPost(String path) {
        assertThat(http.get(path)).startsWith("HTTP/1.1 405 ").contains("allow: POST\r\n").endsWith("Only POST.\n");
    }

    @Test
    void aLargeRequestIsRefused() {
        assertThat(http.send("POST /hurry HTTP/1.1", "Host: " + http.host(), "Content-Length: 5000"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(http.send("GET / HTTP/1.1", "Host: " + http.host(), "X: " + "x".repeat(20_000)))
                .startsWith("HTTP/1.1 4");
    }

    @ParameterizedTest
    @CsvSource({"Origin: http://evil.example, 403", "Origin: null, 403", "X: no origin, 403",
        "Origin: https://HOST, 403", "Origin: http://HOST, 101"})
    void onlyTheOwnPageOpensATunnel(String origin, int status) {
        assertThat(http.upgrade("Host: " + http.host(), "Sec-WebSocket-Protocol: mqtt",
                origin.replace("HOST", http.host()))).isEqualTo(status);
    }

    @Test
    void aTunnelIsForMqtt() {
        String origin = "Origin: http://" + http.host();
        assertThat(http.upgrade("Host: " + http.host(), origin)).isEqualTo(400);
        assertThat(http.upgrade("Host: " + http.host(), origin, "Sec-WebSocket-Protocol: chat")).isEqualTo(400);
        assertThat(http.upgrade("Host: evil.example", origin, "Sec-WebSocket-Protocol: mqtt")).isEqualTo(421);
        assertThat(http.get("/campus/mqtt")).startsWith("HTTP/1.1 403 ");
        try (BrowserSocket socket = new BrowserSocket(campus.page())) {
            socket.sendText();
            assertThat(socket.end.orTimeout(10, TimeUnit.SECONDS).join()).startsWith("1003 ");
        }
    }

    @Test
    void lastValuesAndHistoryAreThereForAPageThatComesLater() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                assertThat(json("/values.json").get("values").size()).isGreaterThan(20));
        JsonNode last = json("/values.json").get("values").get(0);
        assertThat(last.get(0).asText()).startsWith("EDIFICIO_");
        assertThat(last.get(1).asLong()).isCloseTo(System.currentTimeMillis(), Offset.offset(60_000L));
        JsonNode history = json("/history.json?topic=" + last.get(0).asText()).get("values");
        assertThat(history).isNotEmpty();
        assertThat(json("/history.json?topic=none").get("values")).isEmpty();
    }

    @Test
    void theBuildingsAreInTheConfiguration() {
        JsonNode config = json("/config.json");
        assertThat(config.at("/buildings/0").toString())
                .isEqualTo("{\"name\":\"EDIFICIO_1\",\"floors\":8,\"roomsPerWing\":6}");
        assertThat(config.at("/buildings/1/name").asText()).isEqualTo("EDIFICIO_2");
        assertThat(config.at("/username").asText()).isEqualTo("pagina");
        assertThat(config.at("/password").asText()).hasSize(32);
        assertThat(config.at("/sensorsHere").asBoolean()).isTrue();
        assertThat(config.toString()).doesNotContain(campus.setting("campus.building.password"))
                .doesNotContain(campus.setting("campus.teacher.password"));
    }

    @Test
    void healthNamesEachLinkAndTheLedger() {
        campus.awaitSubscribed();
        JsonNode health = json("/health");
        assertThat(http.get("/health")).startsWith("HTTP/1.1 200 ");
        assertThat(health.at("/ready").asBoolean()).isTrue();
        assertThat(health.at("/ledger/up").asBoolean()).isTrue();
        assertThat(health.findValuesAsText("name")).contains("view-building", "page-EDIFICIO_1", "to EDIFICIO_1");
        assertThat(health.at("/links/0/broker").asText()).isEqualTo("tcp://127.0.0.1:" + campus.port());
        assertThat(health.at("/links/0/reconnects").asInt()).isZero();
        assertThat(json("/class.json").get("certified").asInt()).isZero();
    }

    @Test
    void theButtonIsForThePageOnly() {
        assertThat(http.send("POST /hurry HTTP/1.1", "Host: " + http.host(), "Content-Length: 0"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(http.send("POST /hurry HTTP/1.1", "Host: " + http.host(), "Content-Length: 0",
                "Origin: http://evil.example")).startsWith("HTTP/1.1 403 ");
        assertThat(http.send("POST /hurry HTTP/1.1", "Host: " + http.host(), "Content-Length: 0",
                "Origin: http://" + http.host())).startsWith("HTTP/1.1 200 ").contains("\"rate\":50");
    }

    /** Behind the body begins another request, which is none: the answers come in the order of the requests. */
    private static String login(String password) {
        return http.send("POST /login HTTP/1.1", "Host: " + http.host(), "Origin: http://" + http.host(),
                "Content-Length: " + password.length() + "\r\n\r\n" + password);
    }

    @Test
    void studentsAreForTheTeacherOnly() {
        for (String path : List.of("/", "/config.json", "/values.json", "/class.json", "/health", "/members.json",
                "/export.csv")) {
            assertThat(http.get(path)).as(path).doesNotContain("12345678");
        }
        assertThat(http.get("/members.json")).startsWith("HTTP/1.1 401 ");
        assertThat(http.get("/export.csv")).startsWith("HTTP/1.1 401 ");
        assertThat(http.get("/faults.json")).startsWith("HTTP/1.1 401 ");
        assertThat(json("/config.json").at("/loggedIn").asBoolean()).isFalse();
        assertThat(http.send("POST /login HTTP/1.1", "Host: " + http.host(), "Content-Length: 0"))
                .startsWith("HTTP/1.1 403 ");

        for (String header : List.of("X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1", "Via: 1.1 proxy",
                "X-Real-IP: 192.0.2.1")) {
            assertThat(http.send("POST /login HTTP/1.1", "Host: " + http.host(), "Origin: http://" + http.host(),
                    header, "Content-Length: 0")).as(header).startsWith("HTTP/1.1 403 ");
            assertThat(http.send("GET /config.json HTTP/1.1", "Host: " + http.host(), header)).as(header)
                    .contains("\"loginHere\":false");
        }
        assertThat(json("/config.json").at("/loginHere").asBoolean()).isTrue();

        String welcome = login(campus.setting("campus.teacher.password"));
        assertThat(welcome).startsWith("HTTP/1.1 200 ");
        String cookie = welcome.replaceFirst("(?s).*set-cookie: (campus=\\w+);.*", "Cookie: $1");
        assertThat(http.send("GET /members.json HTTP/1.1", "Host: " + http.host(), cookie))
                .startsWith("HTTP/1.1 200 ").contains("{\"dni\":\"12345678\",\"enrolled\":true}");
        assertThat(http.send("GET /export.csv HTTP/1.1", "Host: " + http.host(), cookie))
                .contains("attachment; filename=\"class.csv\"").contains("dni,asked_at,certified_at");
        assertThat(http.send("GET /config.json HTTP/1.1", "Host: " + http.host(), cookie))
                .contains("\"loggedIn\":true");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                http.send("GET /faults.json HTTP/1.1", "Host: " + http.host(), cookie)).startsWith("HTTP/1.1 200 ")
                .containsPattern("\\{\"topic\":\"EDIFICIO_1/[^\"]+\",\"seq\":\\d+,.*\"fault\":\"stuck\""));
        assertThat(http.send("GET /faults.json HTTP/1.1", "Host: " + http.host(), cookie, "Via: 1.1 proxy"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(login("wrong")).startsWith("HTTP/1.1 401 ").contains("{\"seconds\":1}");
        assertThat(login("wrong")).startsWith("HTTP/1.1 429 ").contains("retry-after: 1");
    }

    @Test
    void paginaReadsBuildingsAndUsesTheLivingRoomOnly() throws Exception {
        try (BrowserSocket socket = new BrowserSocket(campus.page())) {
            socket.send(MqttMessageBuilders.connect().protocolVersion(MqttVersion.MQTT_5).clientId("visitor")
                    .username("pagina").password(json("/config.json").get("password").asText()
                    .getBytes(StandardCharsets.UTF_8)).build());
            assertThat(((MqttConnAckMessage) socket.receive()).variableHeader().connectReturnCode())
                    .isEqualTo(MqttConnectReturnCode.CONNECTION_ACCEPTED);
            socket.send(MqttMessageBuilders.subscribe().messageId(1)
                    .addSubscription(MqttQoS.AT_MOST_ONCE, "salon/#")
                    .addSubscription(MqttQoS.AT_MOST_ONCE, "EDIFICIO_2/#")
                    .addSubscription(MqttQoS.AT_MOST_ONCE, "$SYS/#").addSubscription(MqttQoS.AT_MOST_ONCE, "DST/#")
                    .build());
            List<Integer> granted = null;
            while (granted == null) {
                granted = socket.receive() instanceof MqttSubAckMessage answer ? answer.payload().reasonCodes() : null;
            }
            assertThat(granted).containsExactly(0, 0, 0, 0x87);
            assertThat(publish(socket, 2, "salon/luz")).isZero();
            assertThat(publish(socket, 3, "EDIFICIO_1/P_1/N/1/TEMP")).isEqualTo(0x87);
            assertThat(publish(socket, 4, "DST/PETICION")).isEqualTo(0x87);
        }
    }

    /** The reason code of the broker's answer. */
    private static int publish(BrowserSocket socket, int id, String topic) throws InterruptedException {
        socket.send(MqttMessageBuilders.publish().qos(MqttQoS.AT_LEAST_ONCE).messageId(id).topicName(topic)
                .properties(MqttProperties.NO_PROPERTIES)
                .payload(Unpooled.copiedBuffer("1", StandardCharsets.UTF_8)).build());
        while (true) {
            Object packet = socket.receive();
            if (packet instanceof MqttPubAckMessage answer) {
                return ((MqttPubReplyMessageVariableHeader) answer.variableHeader()).reasonCode() & 0xFF;
            }
            assertThat(packet).isInstanceOf(MqttPublishMessage.class);
        }
    }
}
