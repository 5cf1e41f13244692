package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.cli.options.ExitCode;
import campus.testkit.Program;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The exchange of lab sheet 2, section 3, word for word, with peers that know nothing but the sheet: Mosquitto's
 * clients and Paho for Python, MQTT 3.1.1 and 5; with any broker.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InteropScenarios {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PASSWORD = "secreto";

    Path folder;

    /** The application, for the students of the sheet. */
    private Running campus;
    /** The application without its teacher, for the teachers of the sheet. */
    private Running withoutTeacher;

    /** Starts the application on the broker under test, with a data folder of its own. */
    abstract Running start(Map<String, String> options) throws Exception;

    @BeforeAll
    void startOnce(@TempDir Path temporary) throws Exception {
        folder = temporary;
        campus = start(Map.of("campus.sensors.enabled", "false")).awaitSubscribed();
        withoutTeacher = start(Map.of("campus.teacher.enabled", "false", "campus.teacher.password", PASSWORD,
                "campus.sensors.enabled", "false"));
    }

    @AfterAll
    void stop() {
        for (Running running : new Running[] {campus, withoutTeacher}) {
            if (running != null) {
                running.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"311,0,12345678", "311,1,12345678", "5,0,87654321", "5,1,87654321"})
    void mosquittosClientsAreStudents(String version, int qos, String dni) {
        try (Program codes = Program.mosquitto("mosquitto_sub", login(campus, version, qos, "-d", "-C", "1", "-t",
                     "DST/CODIGO"))) {
            codes.line("Subscribed .*", 1);
            publish(campus, version, qos, "DST/PETICION", dni);
            String solution = codes.line("[0-9]{5}", 1) + ";Peter Lim;" + version + "." + qos + "@teleco.upv.es";
            assertThat(codes.exitCode()).isZero();
            publish(campus, version, qos, "DST/SOLUCION", solution);
            assertCertified(campus, solution);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.1.1", "5"})
    void pahoForPythonIsAStudent(String version) {
        try (Program student = Program.python("alumno.py", "127.0.0.1", campus.port(), version, "00000001", "Ana Gil",
                     "python" + version + "@teleco.upv.es")) {
            assertThat(student.exitCode()).as(student.toString()).isZero();
            assertCertified(campus, student.lines().get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.1.1", "5"})
    void pahoForPythonIsTheTeacher(String version) throws Exception {
        Path results = folder.resolve("ok-" + version + ".txt");
        try (Program teacher = teacher(withoutTeacher, version, "12345678", results)) {
            assertThat(student(withoutTeacher, "12345678Z", "Peter Lim", "-D", "campus.student.grace=500ms")).isZero();
            teacher.line("email: pelim@teleco.upv.es", 1);
            assertThat(Files.readAllLines(results)).singleElement().asString()
                    .matches("[0-9]{5};Peter Lim;pelim@teleco\\.upv\\.es");
            assertThat(student(withoutTeacher, "11111111", "Nadie", "--timeout", "2s"))
                    .isEqualTo(ExitCode.NOTHING_IN_TIME);
            assertThat(Files.readAllLines(results)).hasSize(1);
        }
    }

    @Test
    void tenStudentsAtOnceGetACodeEachFromATeacherOfTheSheet() throws Exception {
        List<String> roster = IntStream.range(0, 10).mapToObj(i -> String.format("2000%04d", i)).toList();
        Path results = folder.resolve("ok-ten.txt");
        ExecutorService students = Executors.newFixedThreadPool(roster.size());
        try (Program teacher = teacher(withoutTeacher, "3.1.1", String.join(",", roster), results)) {
            List<Callable<Integer>> all = new ArrayList<>();
            for (String dni : roster) {
                all.add(() -> student(withoutTeacher, dni, "Student " + dni, "-D", "campus.student.grace=500ms"));
            }
            for (Future<Integer> exitCode : students.invokeAll(all)) {
                assertThat(exitCode.get()).isZero();
            }
            teacher.line("email: .*", roster.size());
            assertThat(Files.readAllLines(results)).extracting(line -> line.split(";")[1])
                    .containsExactlyInAnyOrderElementsOf(roster.stream().map(dni -> "Student " + dni).toList());
        } finally {
            students.shutdownNow();
        }
    }

    @Test
    void aBrokerThatDoesNotLetAnswersThroughTakesOnlyTime() throws Exception {
        List<String> acl = Files.readAllLines(Path.of("src/broker/main/resources/campus/broker/acl_file")).stream()
                .filter(line -> !line.startsWith("pattern"))
                .map(line -> line.replace("{{campus.student.username}}", "dst")
                        .replace("{{campus.teacher.username}}", "profesor")
                        .replace("{{campus.building.username}}", "edificio")
                        .replace("{{campus.sensors.building}}", "EDIFICIO_1")).toList();
        Path aclFile = Files.write(folder.resolve("acl"), acl);
        try (Running other = start(Map.of("campus.broker.acl-file", aclFile.toString()))) {
            assertThat(student(other, "12345678", "Peter Lim", "-D", "campus.student.grace=1s")).isZero();
            await().atMost(PATIENCE).until(() -> other.lines("ok.txt").size() == 1);
            assertThat(other.lines("ok.txt").get(0)).endsWith(";Peter Lim;pelim@teleco.upv.es");
        }
    }

    private static Program teacher(Running campus, String version, String roster, Path results) {
        Program teacher = Program.python("profesor.py", "127.0.0.1", campus.port(), version, "profesor", PASSWORD,
                roster, results);
        teacher.line("subscrito", 2);
        return teacher;
    }

    private static void publish(Running campus, String version, int qos, String topic, String text) {
        try (Program publisher = Program.mosquitto("mosquitto_pub",
                login(campus, version, qos, "-t", topic, "-m", text))) {
            assertThat(publisher.exitCode()).as(publisher.toString()).isZero();
        }
    }

    private static Object[] login(Running campus, String version, int qos, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("-h", "127.0.0.1", "-p", campus.port(), "-u", "dst", "-P",
                "dst", "-V", version, "-q", qos));
        arguments.addAll(List.of(more));
        return arguments.toArray();
    }

    private static void assertCertified(Running campus, String solution) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(campus.lines("ok.txt")).containsOnlyOnce(solution);
            assertThat(campus.lines("mail")).containsOnlyOnce("To: " + solution.split(";")[2]);
        });
    }

    static int student(Running campus, String dni, String name, String... more) {
        List<String> args = new ArrayList<>(List.of("student", "-h", "127.0.0.1", "-p", "" + campus.port(), "--dni",
                dni, "--name", name, "--email", "pelim@teleco.upv.es"));
        args.addAll(List.of(more));
        return CampusCommand.execute(args.toArray(String[]::new));
    }
}
