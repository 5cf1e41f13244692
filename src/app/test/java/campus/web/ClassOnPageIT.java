package campus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.base.Json;
import campus.classroom.Refusal;
import campus.cli.CommandLine;
import campus.cli.Running;
import campus.testkit.PahoStudent;
import campus.testkit.Threads;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class of sixty on the page: its numbers are those of the ledger, and nothing else of it leaves the server. */
class ClassOnPageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** For an answer that does not come, as the teacher has no topic for it. */
    private static final Duration NO_ANSWER = Duration.ofMillis(1);
    private static final List<String> CLASS = IntStream.range(0, 60).mapToObj("2000%04d"::formatted).toList();
    private static final List<String> FILES =
            PageFiles.NAMES.stream().map(name -> "/" + name.replace("index.html", "")).toList();
    private static final List<String> DATA = List.of("/config.json", "/values.json", "/class.json", "/members.json",
            "/export.csv", "/faults.json", "/health", "/health/live", "/history.json?topic=DST/CODIGO", "/none");

    @TempDir
    private static Path folder;
    private static Running campus;
    private static RawHttp http;
    private static String files;
    private static final List<PahoStudent> STUDENTS = new CopyOnWriteArrayList<>();
    private static final List<String> CODES = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void theClassWorks() throws Exception {
        Files.write(Files.createDirectories(folder.resolve("data")).resolve("roster.txt"), CLASS);
        campus = Running.start(folder.resolve("data"), Map.of("campus.page.enabled", "true", "campus.page.port", "0",
                "campus.teacher.petitions-per-minute", "1", "campus.teacher.wrong-per-minute", "12",
                "campus.broker.sys-interval", "1s")).awaitSubscribed();
        http = new RawHttp(campus.page());
        files = FILES.stream().map(http::body).collect(Collectors.joining());
        // 0 to 9 are enrolled only.
        Threads.together(49, i -> i < 20 ? code(student(), 10 + i) : certify(10 + i));
        publicCode(59);
        refusedRequests();
        refusedSolutions();
    }

    @AfterAll
    static void end() throws Exception {
        for (PahoStudent student : STUDENTS) {
            student.close();
        }
        campus.close();
    }

    private static PahoStudent student() throws MqttException {
        PahoStudent student = new PahoStudent(campus.port());
        STUDENTS.add(student);
        return student;
    }

    private static String code(PahoStudent student, int number) throws MqttException {
        String code = student.ask("DST/PETICION", CLASS.get(number), PATIENCE).orElseThrow().toString();
        assertThat(code).matches("[0-9]{5}");
        CODES.add(code);
        return code;
    }

    private static void publicCode(int number) throws MqttException {
        PahoStudent student = student();
        student.ask("DST/PETICION", CLASS.get(number), null, NO_ANSWER);
        await().atMost(PATIENCE).until(() -> !student.codes().isEmpty());
        CODES.addAll(student.codes());
    }

    private static String certify(int number) throws MqttException {
        PahoStudent student = student();
        String code = code(student, number);
        assertThat(verdict(student, "DST/SOLUCION", solution(code, number))).isEqualTo("accepted");
        return code;
    }

    private static String solution(String code, int number) {
        return code + ";Alumna Secreta " + number + ";alumna" + number + "@secreto.example";
    }

    private static String verdict(PahoStudent student, String topic, String text) throws MqttException {
        return PahoStudent.property(student.ask(topic, text, PATIENCE).orElseThrow(), "verdict");
    }

    private static void refusedRequests() throws Exception {
        for (String request : List.of("99999999", "2000-0000", "one code, please", "x".repeat(Refusal.MAX_BYTES + 1))) {
            verdict(student(), "DST/PETICION", request);
        }
        student().ask("DST/PETICION", CLASS.get(0), "salon/codigo", NO_ANSWER);
        PahoStudent hasty = student();
        String code = code(hasty, 30);
        assertThat(verdict(hasty, "DST/SOLUCION", solution(code, 30))).isEqualTo("accepted");
        assertThat(verdict(hasty, "DST/SOLUCION", solution(code, 31))).isEqualTo("already used");
        assertThat(verdict(hasty, "DST/PETICION", CLASS.get(30))).isEqualTo("too many petitions");
        Threads.together(10, i -> code(student(), 58));
        assertThat(verdict(student(), "DST/PETICION", CLASS.get(58))).isEqualTo("no private code");
        try (BrowserSocket socket = visitor("dst", "dst")) {
            socket.send(MqttMessageBuilders.publish().qos(MqttQoS.AT_LEAST_ONCE).messageId(1).topicName("DST/PETICION")
                    .properties(MqttProperties.NO_PROPERTIES).payload(Unpooled.wrappedBuffer(new byte[] {-1, -2}))
                    .build());
            socket.receive();
        }
    }

    private static void refusedSolutions() throws Exception {
        String code = code(student(), 11);
        List<String> solutions = List.of(code, solution(code + "\n", 11), "12x;Alumna Secreta;a@secreto.example",
                code + ";;a@secreto.example", code + ";" + "Secreta".repeat(20) + ";a@secreto.example",
                code + ";Alumna \u202eSecreta;a@secreto.example",
                code + ";123;a@secreto.example", code + ";Secreta www.secreto.example/x;a@secreto.example");
        assertThat(Threads.together(solutions.size(), i -> verdict(student(), "DST/SOLUCION", solutions.get(i))))
                .doesNotContain("accepted");
        PahoStudent guesses = student();
        String verdict = "";
        for (int i = 0; !verdict.equals("too many attempts"); i++) {
            verdict = verdict(guesses, "DST/SOLUCION", solution("%05d".formatted(i), 0));
        }
    }

    private static BrowserSocket visitor(String user, String password) throws InterruptedException {
        BrowserSocket socket = new BrowserSocket(campus.page());
        socket.send(MqttMessageBuilders.connect().protocolVersion(MqttVersion.MQTT_5).clientId("visitor")
                .username(user).password(password.getBytes(StandardCharsets.UTF_8)).build());
        socket.receive();
        return socket;
    }

    /** What of the class is in the texts; a DNI or code is a number of its own there, and none that the files have. */
    private static List<String> personal(List<String> texts) {
        String numbers = Stream.of(CLASS, CODES).flatMap(List::stream).filter(number -> !files.contains(number))
                .collect(Collectors.joining("|"));
        return Pattern.compile("Secreta|secreto\\.example|99999999|(?<![\\w.])(?:" + numbers + ")(?![\\w.])")
                .matcher(String.join("\n", texts).replace(":" + campus.port(), "")).results()
                .map(MatchResult::group).toList();
    }

    /** A figure of the broker, or of a link, may be the same number as a code. */
    private static String withoutFigures(String frame) {
        return frame.contains("$SYS/") ? frame.replaceAll("[0-9]+", "0") : frame;
    }

    /** {@code teacher status --json}, when no mail is on its way. */
    private static JsonNode status() {
        CommandLine commands = new CommandLine();
        return await().atMost(PATIENCE).until(() -> {
            assertThat(commands.execute("teacher", "status", "--json", "-D", "campus.data-dir=" + campus.data))
                    .as(commands::err).isZero();
            return Json.MAPPER.readTree(commands.out());
        }, status -> status.at("/mails/waiting").asInt() == 0);
    }

    @Test
    void withoutALoginNoAnswerAndNoPacketHasAnythingOfAStudent() throws Exception {
        assertThat(FILES.stream().map(http::body).collect(Collectors.joining())).isEqualTo(files);
        assertThat(personal(DATA.stream().map(http::body).toList())).isEmpty();
        try (BrowserSocket socket = visitor("pagina", campus.setting("campus.page.password"))) {
            List<String> filters = List.of("EDIFICIO_1/#", "$SYS/#", "salon/#", "DST/#", "DST/CODIGO",
                    "DST/RESPUESTA/#", "$share/g/DST/SOLUCION", "#", "+/+", "VERDAD/#", "DST/RESPUESTA/visitor/#");
            MqttMessageBuilders.SubscribeBuilder all = MqttMessageBuilders.subscribe().messageId(1);
            filters.forEach(filter -> all.addSubscription(MqttQoS.AT_MOST_ONCE, filter));
            socket.send(all.build());
            List<Integer> granted = null;
            List<String> frames = new ArrayList<>();
            certify(0);
            publicCode(1);
            while (granted == null || frames.size() < 100) {
                Object packet = socket.receive();
                granted = packet instanceof MqttSubAckMessage answer ? answer.payload().reasonCodes() : granted;
                if (packet instanceof MqttPublishMessage message) {
                    frames.add(withoutFigures(message.variableHeader().topicName() + " " + message.payload()
                            .toString(StandardCharsets.UTF_8)));
                }
            }
            assertThat(granted).containsExactly(0, 0, 0, 0x87, 0x87, 0x87, 0x87, 0x87, 0x87, 0x87, 0);
            assertThat(frames).anyMatch(frame -> frame.startsWith("EDIFICIO_1/"));
            assertThat(personal(frames)).isEmpty();
        }
    }

    @Test
    void theNumbersAreThoseOfTheLedger() throws Exception {
        JsonNode status = status();
        await().atMost(Chromium.within(3)).untilAsserted(() -> {
            JsonNode page = Json.MAPPER.readTree(http.body("/class.json"));
            for (String name : List.of("enrolled", "asked", "certified", "others", "openCodes", "repeated", "mails",
                    "refused")) {
                assertThat(page.get(name)).as(name).isEqualTo(status.get(name));
            }
            assertThat(page.size()).isEqualTo(8);
        });
        assertThat(status.get("enrolled").asInt()).isEqualTo(60);
        assertThat(status.get("certified").asInt()).isGreaterThanOrEqualTo(30);
        assertThat(status.get("openCodes").asInt()).isGreaterThanOrEqualTo(20);
        assertThat(status.get("refused").findValuesAsText("reason")).contains(Stream.of(Refusal.values())
                .filter(refusal -> !List.of(Refusal.RETAINED, Refusal.NO_CODE_FREE, Refusal.EXPIRED).contains(refusal))
                .map(Refusal::reason).toArray(String[]::new));
    }

    @Test
    void aBrowserOnEachPanelGetsNothingOfAStudentAndFollowsTheLedger() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        List<String> frames = new CopyOnWriteArrayList<>();
        try (Chromium browser = new Chromium(folder.resolve("profile"), "--accept-lang=es-ES,es")) {
            browser.heard = (method, params) -> {
                if (method.equals("Network.loadingFinished")) {
                    requests.add(params.get("requestId").asText());
                } else if (method.startsWith("Network.webSocketFrame")) {
                    frames.add(withoutFigures(new String(Base64.getDecoder().decode(
                            params.at("/response/payloadData").asText()), StandardCharsets.ISO_8859_1)));
                }
            };
            browser.open(campus.page() + "#/clase");
            browser.await("document.querySelectorAll('#class-numbers .number').length === 5", PATIENCE);
            certify(2);
            JsonNode status = status();
            String numbers = "[...document.querySelectorAll('#class-numbers .value')].map(e => e.textContent).join()";
            browser.await(numbers + " === '" + status.get("enrolled").asInt() + "," + status.get("asked").asInt()
                    + "/60," + status.get("openCodes").asInt() + "," + status.get("certified").asInt() + "/60,"
                    + status.at("/mails/waiting").asInt() + "' && document.querySelectorAll('#refused li').length === "
                    + status.get("refused").size(), Chromium.within(3));
            visitEachPanel(browser);
            assertThat(frames).hasSizeGreaterThan(50).anyMatch(frame -> frame.contains("EDIFICIO_1/P_"))
                    .anyMatch(frame -> frame.contains("DST/CODIGO"));
            assertThat(personal(frames)).isEmpty();
            List<String> bodies = bodies(browser, requests);
            assertThat(bodies).anyMatch(body -> body.contains("\"openCodes\":"))
                    .anyMatch(body -> body.contains("\"sensorsHere\":"));
            assertThat(personal(bodies)).isEmpty();

            // The same search finds a student after the login.
            requests.clear();
            browser.evaluate("location.hash = '#/clase'; document.getElementById('login-password').value = '"
                    + campus.setting("campus.teacher.password") + "'; document.querySelector('#login button').click()");
            browser.await("document.querySelectorAll('#students tr').length >= 60", PATIENCE);
            assertThat(personal(bodies(browser, requests))).containsAll(CLASS);
        }
    }

    private static void visitEachPanel(Chromium browser) throws Exception {
        int next = 3;
        browser.evaluate("location.hash = '#/comodines'");
        for (String filter : List.of("DST/CODIGO", "#", "salon/#", "EDIFICIO_1/#")) {
            browser.evaluate("campus.wildcards.set('" + filter + "')");
            browser.await("campus.wildcards.asked === '" + filter + "' && answer.dataset.mood", PATIENCE);
            certify(next++);
        }
        for (String panel : List.of("conexiones", "cable", "edificio")) {
            browser.evaluate("location.hash = '#/" + panel + "'");
            browser.evaluate("document.getElementById('wire-send').click()");
            certify(next++);
        }
        browser.await("campus.links && document.querySelectorAll('#packets li').length > 3", PATIENCE);
    }

    private static List<String> bodies(Chromium browser, List<String> requests) {
        return List.copyOf(requests).stream().map(id -> browser.call("Network.getResponseBody", "requestId", id))
                .map(body -> body.get("base64Encoded").asBoolean()
                        ? new String(Base64.getDecoder().decode(body.get("body").asText()), StandardCharsets.UTF_8)
                        : body.get("body").asText()).toList();
    }
}
