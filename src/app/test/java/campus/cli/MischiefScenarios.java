package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import campus.classroom.CodeGenerator;
import campus.classroom.Refusal;
import campus.cli.options.ExitCode;
import campus.testkit.LogLines;
import campus.testkit.Mischief;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Bad messages over a real broker: each is refused with its reason in the log, and leaves no other trace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MischiefScenarios {

    static final String PASSWORD = "secreto";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int GUESSES = 200;

    Path folder;
    /** The application of most tests; each test leaves no code open. */
    private Running campus;
    private LogLines issueLog;
    private LogLines verifyLog;

    /** Starts the application on the broker under test, with a data folder of its own. */
    abstract Running start(Map<String, String> options) throws Exception;

    @BeforeAll
    void startOnce(@TempDir Path temporary) throws Exception {
        folder = temporary;
        campus = start(options()).awaitSubscribed();
    }

    @AfterAll
    void stop() {
        if (campus != null) {
            campus.close();
        }
    }

    @BeforeEach
    void listen() {
        issueLog = new LogLines("teacher-issue");
        verifyLog = new LogLines("teacher-verify");
        issueLog.start();
        verifyLog.start();
    }

    @AfterEach
    void stopListening() {
        issueLog.stop();
        verifyLog.stop();
        await("a mail for each result").atMost(PATIENCE).until(() -> Traces.of(campus),
                traces -> traces.mails().size() == traces.results().size());
    }

    @Test
    void everyBadMessageIsRefusedAndTheTeacherGoesOn() throws Exception {
        Traces before = Traces.of(campus);
        try (ExchangeClient student = student(campus, "mischief").subscribe("DST/CODIGO")) {
            String code = request(student);
            List<String> guesses = IntStream.range(0, CodeGenerator.COUNT).mapToObj(CodeGenerator::code)
                    .filter(guess -> !guess.equals(code)).limit(GUESSES).toList();
            List<Mischief> all = Stream.of(Mischief.requests(), Mischief.solutions(code), Mischief.guesses(guesses))
                    .flatMap(List::stream).toList();
            assertThat(all).hasSizeGreaterThan(600);
            for (Mischief bad : all) {
                student.publish(bad.topic(), bad.payload());
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(refusals()).isEqualTo(expected(all)));
            assertThat(student.texts()).as("codes").containsExactly(code);
            assertThat(Traces.of(campus)).as("nothing was accepted").isEqualTo(before.withRequests(1));

            String good = Mischief.good(code);
            student.publish("DST/SOLUCION", good.getBytes(UTF_8));
            await().atMost(PATIENCE).until(() -> campus.lines("ok.txt").contains(good));
            student.publish("DST/SOLUCION", (code + ";Eve;eve@teleco.upv.es").getBytes(UTF_8));
            await().atMost(PATIENCE).until(() -> refusals().containsKey(Refusal.ALREADY_USED.reason()));
            assertThat(campus.lines("ok.txt")).hasSize(before.results().size() + 1).endsWith(good);
        }
    }

    /** Whether the broker lets a request with a bad Response Topic pass to the teacher. */
    boolean passes(String responseTopic) {
        return true;
    }

    @Test
    void noAnswerGoesToATopicOnWhichTheTeacherMustNotPublish() throws Exception {
        String prefix = "DST/RESPUESTA";
        List<String> topics = List.of("DST/CODIGO", "DST/SOLUCION", "DST/PETICION", prefix, prefix + "/",
                prefix + "S/x", "dst/respuesta/x", "/" + prefix + "/x", " " + prefix + "/x", "$SYS/broker/uptime",
                "null",
                "'" + prefix + "/x'", "$SYS/x", "salon/luz", "EDIFICIO_1/P_1/N/1/TEMP", prefix + "/" + "x".repeat(187),
                prefix + "/" + "x".repeat(60_000));
        Traces before = Traces.of(campus);
        try (ExchangeClient teacher = new ExchangeClient(campus.port(), "spy", "profesor", PASSWORD).subscribe("DST/#");
             ExchangeClient student = student(campus, "mischief")) {
            for (String topic : topics) {
                student.request("DST/PETICION", Mischief.DNI, topic, null);
                student.request("DST/SOLUCION", Mischief.good("12340"), topic, null);
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(refusals())
                    .isEqualTo(Map.of(Refusal.RESPONSE_TOPIC.reason(),
                            2 * topics.stream().filter(this::passes).count())));
            assertThat(Traces.of(campus)).as("nothing was accepted").isEqualTo(before);
            assertThat(student(campus)).as("exit code of a good student").isZero();
            assertThat(teacher.texts()).as("only what students sent")
                    .filteredOn(text -> !text.equals(Mischief.DNI) && !text.endsWith(";pelim@teleco.upv.es"))
                    .hasSize(2).last().isEqualTo("accepted");
        }
    }

    private static int student(Running campus) {
        return InteropScenarios.student(campus, Mischief.DNI, "Peter Lim");
    }

    @Test
    void answersArePrivateAndCarryCorrelationDataAndVerdict() throws Exception {
        try (ExchangeClient all = student(campus, "other").subscribe("DST/CODIGO").subscribe("DST/RESPUESTA/other/#");
             ExchangeClient me = student(campus, "me").subscribe("DST/RESPUESTA/me/#")) {
            me.request("DST/PETICION", "99999999", "DST/RESPUESTA/me/r", new byte[] {2});
            await().atMost(PATIENCE).until(() -> me.texts().size() == 1);
            me.request("DST/PETICION", Mischief.DNI, "DST/RESPUESTA/me/r", new byte[] {1, 0, (byte) 0xff});
            await().atMost(PATIENCE).until(() -> me.texts().size() == 2);
            assertThat(me.messages()).extracting(message -> message.getProperties().getCorrelationData())
                    .containsExactly(new byte[] {2}, new byte[] {1, 0, (byte) 0xff});
            assertThat(me.messages())
                    .extracting(message -> ExchangeClient.userProperty(message, "verdict").orElseThrow())
                    .containsExactly("not enrolled", "code");
            me.request("DST/SOLUCION", Mischief.good(me.texts().get(1)), "DST/RESPUESTA/me/r", new byte[] {3});
            await().atMost(PATIENCE).until(() -> me.texts().size() == 3);
            assertThat(me.texts()).last().isEqualTo("accepted");
            assertThat(all.texts()).isEmpty();
        }
    }

    @Test
    void ourStudentLearnsAtOnceThatItIsNotEnrolled() {
        assertTimeout(Duration.ofSeconds(20), () -> assertThat(InteropScenarios.student(campus, "99999999", "Nadie",
                "--timeout", "60s")).isEqualTo(ExitCode.REFUSED_BY_TEACHER));
    }

    final Map<String, String> options() throws IOException {
        Path roster = Files.writeString(folder.resolve("class.txt"), Mischief.DNI);
        return Map.of("campus.sensors.enabled", "false", "campus.teacher.password", PASSWORD,
                "campus.teacher.roster", roster.toString(), "campus.teacher.wrong-per-minute", "1000000");
    }

    static ExchangeClient student(Running campus, String id) throws MqttException {
        return new ExchangeClient(campus.port(), id, "dst", "dst");
    }

    /** Gets a code the sheet's way. */
    static String request(ExchangeClient student) throws MqttException {
        int before = student.texts().size();
        student.publish("DST/PETICION", Mischief.DNI.getBytes(UTF_8));
        await().atMost(PATIENCE).until(() -> student.texts().size() > before);
        return student.texts().get(before);
    }

    /** The traces of good messages; no message leaves a dead letter. */
    record Traces(List<String> results, List<String> mails, List<String> deadLetters, int requests) {

        static Traces of(Running campus) {
            return new Traces(campus.lines("ok.txt"),
                    campus.lines("mail").stream().filter(line -> line.startsWith("To: ")).toList(),
                    campus.lines("dead-letter"), campus.lines("peticiones.log").size());
        }

        Traces withRequests(int more) {
            return new Traces(results, mails, deadLetters, requests + more);
        }
    }

    /** The number of refusals in the log of the teacher, by reason. */
    Map<String, Long> refusals() {
        Map<String, Long> counts = new TreeMap<>();
        Stream.concat(issueLog.lines().stream(), verifyLog.lines().stream())
                .filter(line -> line.startsWith("WARN ") && line.contains(" refused: "))
                .forEach(line -> counts.merge(line.substring(line.indexOf(" refused: ") + 10), 1L, Long::sum));
        return counts;
    }

    private static Map<String, Long> expected(List<Mischief> all) {
        Map<String, Long> counts = new TreeMap<>();
        all.forEach(bad -> counts.merge(Refusal.valueOf(bad.refusal()).reason(), 1L, Long::sum));
        return counts;
    }
}
