package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.base.Json;
import campus.building.Sensor;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.roster.ClassMember;
import campus.classroom.roster.ClassReport;
import campus.cli.options.ExitCode;
import campus.testkit.PahoStudent;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The promises of the whole system to its users, with any broker: the embedded one or a real Mosquitto. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SystemScenarios {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> CLASS = IntStream.range(0, 20).mapToObj("2000%04d"::formatted).toList();

    Path folder;

    /** The application of most tests, which do not disturb each other: each student has a DNI of its own. */
    private Running campus;

    /** Starts the application on the broker under test, with a data folder of its own. */
    abstract Running start(Map<String, String> options) throws Exception;

    @BeforeAll
    void startOnce(@TempDir Path temporary) throws Exception {
        folder = temporary;
        List<String> roster = new ArrayList<>(CLASS);
        roster.addAll(List.of("12345678", "00000001", "87654321"));
        campus = start(Map.of(
                "campus.teacher.roster", Files.write(folder.resolve("class.txt"), roster).toString(),
                "campus.view.vibration.to",
                "file:" + folder.resolve("vibration") + "?fileName=${variable.topicPath}.jsonl&fileExist=Append",
                "campus.sensors.floors", "2", "campus.sensors.rate", "200",
                "campus.building.east.building", "EDIFICIO_2", "campus.building.east.faults", "spike:0.5",
                "campus.view.east.filter", "EDIFICIO_2/#", "campus.view.east.to",
                "lines:{{campus.data-dir}}/east?name=east"))
                .awaitSubscribed();
    }

    @AfterAll
    void stop() {
        if (campus != null) {
            campus.close();
        }
    }

    @Test
    void sensorsReachTheViewsAndTheFile() throws Exception {
        await().atMost(PATIENCE).until(() -> campus.lines("readings").size() > 500
                && Files.exists(folder.resolve("vibration")));
        for (String line : campus.lines("readings")) {
            JsonNode message = Json.MAPPER.readTree(line);
            if (message.get("topic").textValue().equals("EDIFICIO_1/estado")) {
                assertThat(message.get("payload").textValue()).isEqualTo("online");
                continue;
            }
            JsonNode reading = message.get("payload");
            Sensor sensor = Sensor.valueOf(reading.get("sensor").textValue());
            assertThat(message.get("topic").textValue()).isEqualTo("EDIFICIO_1/P_%d/%s/%d/%s",
                    reading.get("floor").intValue(), reading.get("wing").textValue(), reading.get("room").intValue(),
                    sensor);
            assertThat(reading.get("value").doubleValue()).isBetween(sensor.min(), sensor.max());
            assertThat(message.get("qos").intValue()).isEqualTo(1);
        }
        try (var files = Files.walk(folder.resolve("vibration"))) {
            assertThat(files.filter(Files::isRegularFile).map(file -> folder.resolve("vibration").relativize(file)))
                    .as("only what matches EDIFICIO_1/P_2/O/+/VIBR")
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file.toString()).matches("EDIFICIO_1/P_2/O/[1-6]/VIBR\\.jsonl"));
        }
    }

    @Test
    void aSecondBuildingIsABlockOfProperties() {
        await().atMost(PATIENCE).until(() -> campus.lines("east").size() > 50);
        assertThat(campus.routes()).containsEntry("sensors", true).containsEntry("sensors-east", true);
        assertThat(campus.lines("east")).allMatch(line -> line.contains("\"topic\":\"EDIFICIO_2/"))
                .anyMatch(line -> line.contains("\"topic\":\"EDIFICIO_2/estado\"") && line.contains("\"online\""));
    }

    @Test
    void aStudentIsCertified() {
        assertThat(student(campus, "12345678Z", "Peter Lim")).isZero();

        await().atMost(PATIENCE).until(() -> Files.exists(campus.data.resolve("mail")));
        assertThat(campus.lines("ok.txt")).filteredOn(line -> line.contains(";Peter Lim;")).singleElement().asString()
                .matches("[0-9]{5};Peter Lim;pelim@teleco\\.upv\\.es");
        assertThat(campus.lines("peticiones.log")).filteredOn(line -> line.endsWith(" 12345678")).hasSize(1);
        await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(campus.lines("mail")).contains("To: pelim@teleco.upv.es", "Hola, Peter Lim:"));
    }

    @Test
    void aStudentWhoIsNotOnTheRosterGetsNoCode() {
        assertThat(student(campus, "11111111", "Nadie")).isEqualTo(ExitCode.REFUSED_BY_TEACHER);
        assertThat(campus.lines("peticiones.log")).noneMatch(line -> line.contains("11111111"));
        assertThat(campus.lines("ok.txt")).noneMatch(line -> line.contains("Nadie"));
    }

    @Test
    void twentyStudentsAtOnceAndNoCodeCountsTwice() throws Exception {
        ExecutorService students = Executors.newFixedThreadPool(20);
        try {
            List<Callable<Integer>> all = new ArrayList<>();
            for (String dni : CLASS) {
                all.add(() -> student(campus, dni, "Student " + dni));
            }
            for (Future<Integer> exitCode : students.invokeAll(all)) {
                assertThat(exitCode.get()).isZero();
            }
            assertThat(campus.lines("peticiones.log")).filteredOn(line -> line.contains(" 2000")).hasSize(20);
            await().atMost(PATIENCE).until(() -> campus.lines("ok.txt").stream()
                    .anyMatch(line -> line.contains("Student")));
            // The sheet's students share one topic, so some take the code of another: the first solution has it.
            // The same digits may be issued again once they are redeemed.
            await().atMost(PATIENCE).untilAsserted(() ->
                    assertThat(campus.lines("ok.txt").stream().map(line -> line.substring(0, 5)))
                            .containsExactlyInAnyOrderElementsOf(redeemed()));
        } finally {
            students.shutdownNow();
        }
    }

    /** The code of each certificate in the ledger. */
    private List<String> redeemed() throws Exception {
        try (LedgerDatabase ledger = LedgerDatabase.openExisting(campus.setting("campus.ledger.url"))) {
            return new ClassReport(ledger, Set.of(), Clock.systemUTC()).members().stream()
                    .filter(member -> member.certificate() != null).map(ClassMember::code).toList();
        }
    }

    @Test
    void aStudentWithAResponseTopicGetsCodeAndVerdictThereAndOnlyThere() throws Exception {
        try (PahoStudent student = new PahoStudent(campus.port())) {
            await().atMost(PATIENCE).until(() -> student.ask("DST/PETICION", "1", Duration.ofSeconds(1)).isPresent());

            MqttMessage code = student.ask("DST/PETICION", "00000001", PATIENCE).orElseThrow();
            assertThat(code.toString()).matches("[0-9]{5}");
            assertThat(PahoStudent.property(code, "verdict")).isEqualTo("code");
            assertThat(code.getProperties().getMessageExpiryInterval()).isBetween(590L, 600L);
            assertThat(code.getProperties().getResponseTopic()).isNull();
            assertThat(code.isRetained()).isFalse();
            assertThat(student.ask("DST/PETICION", "00000001", PATIENCE)).get().asString().isEqualTo(code.toString());

            String solution = code + ";Ana Gil;agil@teleco.upv.es";
            assertVerdict(student.ask("DST/SOLUCION", solution, PATIENCE), "accepted");
            assertVerdict(student.ask("DST/SOLUCION", solution, PATIENCE), "accepted");
            assertVerdict(student.ask("DST/SOLUCION", code + ";Eve;eve@evil.es", PATIENCE), "already used");
            assertVerdict(student.ask("DST/SOLUCION", "00000;x", PATIENCE), "malformed");
            assertVerdict(student.ask("DST/PETICION", "99999999", PATIENCE), "not enrolled");
            String other = code.toString().equals("12340") ? "12353" : "12340";
            assertThat(student.ask("DST/SOLUCION", other + ";x;y", PATIENCE)).isPresent();
            await().atMost(PATIENCE).until(() -> campus.lines("ok.txt").contains(solution));
            assertThat(campus.lines("ok.txt")).filteredOn(line -> line.startsWith(code + ";"))
                    .containsExactly(solution);
            assertThat(student.codes()).isEmpty();
        }
    }

    @Test
    void aResponseTopicElsewhereGetsNothingAtAll() throws Exception {
        try (PahoStudent student = new PahoStudent(campus.port())) {
            await().atMost(PATIENCE).until(() -> student.ask("DST/PETICION", "1", Duration.ofSeconds(1)).isPresent());
            int before = student.answers().size();
            for (String topic : List.of("DST/CODIGO", "DST/RESPUESTA", "EDIFICIO_1/P_1/N/1/TEMP")) {
                assertThat(student.ask("DST/PETICION", "87654321", topic, Duration.ZERO)).isEmpty();
            }
            assertThat(student.ask("DST/PETICION", "87654321", PATIENCE)).isPresent();
            assertThat(student.answers()).hasSize(before + 1);
            assertThat(student.codes()).isEmpty();
        }
    }

    @Test
    void twoTeachersShareTheWorkAndOneLedger() throws Exception {
        List<String> roster = IntStream.range(0, 40).mapToObj(i -> String.format("2000%04d", i)).toList();
        Path rosterFile = Files.write(folder.resolve("class.txt"), roster);
        Map<String, String> shared = Map.of("campus.teacher.roster", rosterFile.toString(),
                "campus.teacher.share", "teachers", "campus.sensors.enabled", "false", "campus.views.enabled", "false",
                "campus.ledger.url", ledgerUrl());
        try (Running one = start(shared);
             Running two = join(one, shared);
             PahoStudent student = new PahoStudent(one.port())) {
            await().atMost(PATIENCE).until(() -> student.ask("DST/PETICION", "1", Duration.ofSeconds(1)).isPresent());
            List<String> solutions = new ArrayList<>();
            for (String dni : roster) {
                String code = student.ask("DST/PETICION", dni, PATIENCE).orElseThrow().toString();
                String solution = code + ";Student " + dni + ";pelim@teleco.upv.es";
                assertVerdict(student.ask("DST/SOLUCION", solution, PATIENCE), "accepted");
                assertVerdict(student.ask("DST/SOLUCION", code + ";Eve;eve@evil.es", PATIENCE), "already used");
                solutions.add(solution);
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(Stream.concat(
                    one.lines("ok.txt").stream(), two.lines("ok.txt").stream()))
                    .containsExactlyInAnyOrderElementsOf(solutions));
            assertThat(one.lines("peticiones.log")).as("the first works").isNotEmpty();
            assertThat(two.lines("peticiones.log")).as("the second works").isNotEmpty();
        }
    }

    /** A second application, on the broker of the first and with its passwords. */
    private Running join(Running first, Map<String, String> options) throws Exception {
        Map<String, String> all = new HashMap<>(options);
        all.put("campus.broker.enabled", "false");
        all.put("campus.broker.port", String.valueOf(first.port()));
        all.put("campus.teacher.password", first.setting("campus.teacher.password"));
        return Running.start(folder.resolve("second"), all);
    }

    private static void assertVerdict(Optional<MqttMessage> answer, String verdict) {
        assertThat(answer).get().asString().isEqualTo(verdict);
        assertThat(PahoStudent.property(answer.get(), "verdict")).isEqualTo(verdict);
        assertThat(PahoStudent.property(answer.get(), "reason")).isNotBlank();
    }

    /** The ledger that two teachers share. */
    abstract String ledgerUrl();

    private static int student(Running campus, String dni, String name, String... more) {
        List<String> args = new ArrayList<>(List.of("student", "-h", "127.0.0.1", "-p", "" + campus.port(), "--dni",
                dni, "--name", name, "--email", "pelim@teleco.upv.es"));
        args.addAll(List.of(more));
        return CampusCommand.execute(args.toArray(String[]::new));
    }
}
