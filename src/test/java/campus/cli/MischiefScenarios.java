package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.exchange.Mischief;
import campus.exchange.Refusal;
import campus.support.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad messages over a real broker: each is refused with its reason in the log, and leaves no other trace. */
abstract class MischiefScenarios {

    static final String PASSWORD = "secreto";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int GUESSES = 200;

    @TempDir
    Path folder;
    private final LogLines issueLog = new LogLines("teacher-issue");
    private final LogLines verifyLog = new LogLines("teacher-verify");

    /** Starts the application on the broker under test. */
    abstract Running start(Map<String, String> options) throws Exception;

    @BeforeEach
    void listen() {
        issueLog.start();
        verifyLog.start();
    }

    @AfterEach
    void stopListening() {
        issueLog.stop();
        verifyLog.stop();
    }

    @Test
    void every_bad_message_is_refused_and_the_teacher_goes_on() throws Exception {
        try (Running campus = start();
             ExchangeClient student = student(campus, "mischief").subscribe("DST/CODIGO")) {
            String code = petition(student);
            List<Mischief> all = Stream.of(Mischief.petitions(), Mischief.solutions(code),
                    Mischief.guesses(code, GUESSES)).flatMap(List::stream).toList();
            assertThat(all).hasSizeGreaterThan(600);
            for (Mischief bad : all) {
                student.publish(bad.topic(), bad.payload());
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(refusals()).isEqualTo(expected(all)));
            assertThat(student.texts()).as("codes").containsExactly(code);
            assertThat(campus.lines("peticiones.log")).hasSize(1);
            assertNothingWasAccepted(campus);

            String good = Mischief.good(code);
            student.publish("DST/SOLUCION", good.getBytes(UTF_8));
            await().atMost(PATIENCE).until(() -> campus.lines("ok.txt").equals(List.of(good)));
            student.publish("DST/SOLUCION", (code + ";Eve;eve@teleco.upv.es").getBytes(UTF_8));
            await().atMost(PATIENCE).until(() -> refusals().containsKey(Refusal.ALREADY_USED.reason()));
            assertThat(campus.lines("ok.txt")).containsExactly(good);
            await().atMost(PATIENCE).until(() ->
                    campus.lines("mail").stream().filter(line -> line.startsWith("To: ")).count() == 1);
        }
    }

    Running start() throws Exception {
        Path roster = Files.writeString(folder.resolve("class.txt"), Mischief.DNI);
        return start(Map.of("campus.sensors.enabled", "false", "campus.teacher.password", PASSWORD,
                "campus.teacher.roster", roster.toString())).awaitSubscribed();
    }

    static ExchangeClient student(Running campus, String id) throws MqttException {
        return new ExchangeClient(campus.port(), id, "dst", "dst");
    }

    /** Gets a code the sheet's way. */
    static String petition(ExchangeClient student) throws MqttException {
        int before = student.texts().size();
        student.publish("DST/PETICION", Mischief.DNI.getBytes(UTF_8));
        await().atMost(PATIENCE).until(() -> student.texts().size() > before);
        return student.texts().get(before);
    }

    static void assertNothingWasAccepted(Running campus) {
        assertThat(campus.lines("ok.txt")).isEmpty();
        assertThat(campus.lines("mail")).isEmpty();
        assertThat(campus.lines("dead-letter")).isEmpty();
    }

    /** How often each reason stands in the log of the teacher. */
    Map<String, Long> refusals() {
        Map<String, Long> counts = new TreeMap<>();
        Stream.concat(issueLog.lines().stream(), verifyLog.lines().stream())
                .filter(line -> line.startsWith("WARN ") && line.contains(" refused: "))
                .forEach(line -> counts.merge(line.substring(line.indexOf(" refused: ") + 10), 1L, Long::sum));
        return counts;
    }

    private static Map<String, Long> expected(List<Mischief> all) {
        Map<String, Long> counts = new TreeMap<>();
        all.forEach(bad -> counts.merge(bad.refusal().reason(), 1L, Long::sum));
        return counts;
    }
}
