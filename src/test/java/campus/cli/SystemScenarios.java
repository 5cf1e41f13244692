package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.base.Json;
import campus.building.SensorTopic;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the whole system does for its users, whatever the broker: the embedded one or a real Mosquitto. */
abstract class SystemScenarios {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** Starts the application on the broker under test. */
    abstract Running start(Map<String, String> options) throws Exception;

    @Test
    void sensors_reach_the_views_and_the_file() throws Exception {
        String filter = "EDIFICIO_1/P_2/O/+/VIBR";
        Map<String, String> options = Map.of(
                "camel.route-template[view-vibration].to",
                "file:" + folder.resolve("vibration") + "?fileName=${variable.topicPath}.jsonl&fileExist=Append",
                "campus.sensors.floors", "2", "campus.sensors.rate", "500");
        try (Running campus = start(options)) {
            await().atMost(PATIENCE).until(() -> campus.lines("readings").size() > 500
                    && Files.exists(folder.resolve("vibration")));
            for (String line : campus.lines("readings")) {
                JsonNode message = Json.MAPPER.readTree(line);
                JsonNode reading = message.get("payload");
                SensorTopic topic = SensorTopic.parse(message.get("topic").textValue());
                assertThat(reading.get("room").intValue()).isEqualTo(topic.room());
                assertThat(reading.get("sensor").textValue()).isEqualTo(topic.sensor().name());
                assertThat(reading.get("value").doubleValue()).isBetween(topic.sensor().min(), topic.sensor().max());
                assertThat(message.get("qos").intValue()).isEqualTo(1);
            }
        }
        try (var files = Files.walk(folder.resolve("vibration"))) {
            assertThat(files.filter(Files::isRegularFile).map(file -> folder.resolve("vibration").relativize(file)))
                    .as("only what matches " + filter)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file.toString()).matches("EDIFICIO_1/P_2/O/[1-6]/VIBR\\.jsonl"));
        }
    }

    @Test
    void a_student_is_certified() throws Exception {
        try (Running campus = start(Map.of())) {
            assertThat(student(campus, "12345678Z", "Peter Lim")).isZero();

            await().atMost(PATIENCE).until(() -> Files.exists(campus.data.resolve("mail")));
            assertThat(campus.lines("ok.txt")).singleElement().asString()
                    .matches("[0-9]{5};Peter Lim;pelim@teleco\\.upv\\.es");
            assertThat(campus.lines("peticiones.log")).singleElement().asString().endsWith(" 12345678");
            await().atMost(PATIENCE).untilAsserted(() ->
                    assertThat(campus.lines("mail")).contains("To: pelim@teleco.upv.es"));
        }
    }

    @Test
    void who_is_not_on_the_roster_gets_no_code() throws Exception {
        try (Running campus = start(Map.of())) {
            assertThat(student(campus, "11111111", "Nadie", "--timeout", "2s")).isEqualTo(ExitCode.NOTHING_IN_TIME);
            assertThat(campus.lines("peticiones.log")).isEmpty();
            assertThat(campus.lines("ok.txt")).isEmpty();
        }
    }

    @Test
    void twenty_students_at_once_and_no_code_counts_twice() throws Exception {
        List<String> roster = IntStream.range(0, 20).mapToObj(i -> String.format("2000%04d", i)).toList();
        Path rosterFile = Files.write(folder.resolve("class.txt"), roster);
        ExecutorService students = Executors.newFixedThreadPool(20);
        try (Running campus = start(Map.of("campus.teacher.roster", rosterFile.toString()))) {
            List<Callable<Integer>> all = new ArrayList<>();
            for (String dni : roster) {
                all.add(() -> student(campus, dni, "Student " + dni));
            }
            for (Future<Integer> exitCode : students.invokeAll(all)) {
                assertThat(exitCode.get()).isZero();
            }
            assertThat(campus.lines("peticiones.log")).hasSize(20);
            await().atMost(PATIENCE).until(() -> !campus.lines("ok.txt").isEmpty());
            // The sheet's students share one topic, so some take another's code: whoever is first has it.
            assertThat(campus.lines("ok.txt").stream().map(line -> line.substring(0, 5))).doesNotHaveDuplicates();
        } finally {
            students.shutdownNow();
        }
    }

    private static int student(Running campus, String dni, String name, String... more) {
        List<String> args = new ArrayList<>(List.of("student", "-h", "127.0.0.1", "-p", "" + campus.port(), "--dni",
                dni, "--name", name, "--email", "pelim@teleco.upv.es"));
        args.addAll(List.of(more));
        return Campus.execute(args.toArray(String[]::new));
    }
}
