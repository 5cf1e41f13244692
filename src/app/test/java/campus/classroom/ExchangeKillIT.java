package campus.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import campus.testkit.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kill -9} of the teacher's application while 200 students pass the exchange: no code is accepted twice, and no
 * accepted solution is lost.
 */
class ExchangeKillIT {

    private static final int STUDENTS = 200;
    private static final int START_MILLIS = 3000;
    private static final int MOST_ANSWERS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeKillIT.class);

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsMosquitto() {
        assumeTrue(Mosquitto.isInstalled(),
                "Mosquitto is not installed, and the embedded broker dies with the teacher");
    }

    @Test
    void threeKillsLoseNothingAndDoubleNothing() throws Exception {
        killOne(3);
    }

    @Tag("soak")
    @Test
    void fiftyKillsLoseNothingAndDoubleNothing() throws Exception {
        killOne(50);
    }

    @Test
    void threeKillsOfTwoTeachersOnOneLedger() throws Exception {
        killOneOfTwo(3);
    }

    @Tag("soak")
    @Test
    void fiftyKillsOfTwoTeachersOnOneLedger() throws Exception {
        killOneOfTwo(50);
    }

    private void killOneOfTwo(int kills) throws Exception {
        try (Mosquitto broker = broker()) {
            String ledger = Postgres.start().newDatabase();
            Map<String, String> options = Map.of("campus.ledger.url", ledger, "campus.teacher.share", "teachers",
                    // Mosquitto forgets what it had sent to a client whose session ends.
                    "campus.teacher.session", "durable");
            try (TeacherProcess one = teacher("one", broker, options);
                 TeacherProcess two = teacher("two", broker, options)) {
                check(broker, List.of(one, two), ledger, kills);
            }
        }
    }

    private void killOne(int kills) throws Exception {
        try (Mosquitto broker = broker(); TeacherProcess teacher = teacher("teacher", broker, Map.of())) {
            check(broker, List.of(teacher), teacher.ledger(), kills);
        }
    }

    private void check(Mosquitto broker, List<TeacherProcess> teachers, String ledger, int kills) throws Exception {
        LOG.info("seed {}", seed);
        for (TeacherProcess teacher : teachers) {
            teacher.launch();
        }
        try (Classroom classroom = new Classroom(broker.url(), STUDENTS, random,
                () -> teachers.stream().flatMap(teacher -> teacher.results().stream()).toList())) {
            teachers.forEach(TeacherProcess::awaitReady);
            // Before that the broker keeps no messages for the teachers.
            broker.awaitSubscribed("DST/PETICION", teachers.size());
            broker.awaitSubscribed("DST/SOLUCION", teachers.size());
            classroom.begin();
            for (int i = 0; i < kills; i++) {
                kill(teachers.get(random.nextInt(teachers.size())), classroom);
            }
            teachers.forEach(TeacherProcess::awaitReady);
            classroom.finish();
            await("every student has done").atMost(PATIENCE).until(() -> classroom.busy() == 0);
            await("every question is answered").atMost(PATIENCE).until(() -> classroom.unanswered() == 0);
            await("the mails").atMost(PATIENCE).until(() -> mails(teachers) >= Evidence.mailsDue(ledger));
            for (TeacherProcess teacher : teachers) {
                assertThat(teacher.stop()).as(teacher.output()).isZero();
                assertThat(teacher.deadLetters()).isEmpty();
            }
            Evidence evidence = new Evidence(classroom, teachers, ledger);
            LOG.info("{} kills, seed {}: {}; {}", kills, seed, evidence, classroom.events());
            evidence.check();
            assertThat(evidence.size()).as(evidence.toString()).isGreaterThan(STUDENTS);
        }
    }

    private static int mails(List<TeacherProcess> teachers) {
        return teachers.stream().mapToInt(teacher -> teacher.mails().size()).sum();
    }

    /** Kills a teacher, sometimes during its start, else after some more answers. */
    private void kill(TeacherProcess teacher, Classroom classroom) throws InterruptedException {
        if (random.nextInt(5) == 0) {
            teacher.run(Duration.ofMillis(random.nextInt(START_MILLIS)));
        } else {
            int answers = classroom.answers() + 1 + random.nextInt(MOST_ANSWERS);
            await("answers").atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                    .until(() -> classroom.answers() >= answers);
        }
        teacher.kill();
        teacher.launch();
    }

    private TeacherProcess teacher(String name, Mosquitto broker, Map<String, String> options) throws Exception {
        Map<String, String> all = new HashMap<>(options);
        all.put("campus.client-id", name);
        // All students of the test are one client, which has a limit.
        all.put("campus.teacher.wrong-per-minute", "100000");
        all.put("campus.teacher.roster", Classroom.roster(folder.resolve("roster.txt")).toString());
        return TeacherProcess.packaged(folder.resolve(name), broker.port(), all);
    }

    private Mosquitto broker() throws Exception {
        Path store = Files.createDirectories(folder.resolve("store"));
        return Mosquitto.start(folder, "allow_anonymous true", "persistence true",
                "persistence_location " + store + "/", "max_inflight_messages 0", "max_queued_messages 0",
                "log_type warning", "log_type subscribe");
    }
}
