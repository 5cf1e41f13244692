package campus.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import campus.testkit.PahoStudent;
import campus.testkit.Ports;
import campus.testkit.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mails of a teacher that is killed are sent by another one on the same PostgreSQL. */
class TeacherTakeoverIT {

    private static final Logger LOG = LoggerFactory.getLogger(TeacherTakeoverIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int SOLUTIONS = 20;

    @TempDir
    private Path folder;

    @Test
    void whatAKilledTeacherHasBegunIsSentByAnotherWithin30Seconds() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
        List<String> dnis = IntStream.range(0, SOLUTIONS).mapToObj(i -> String.format("2000%04d", i)).toList();
        Path roster = Files.write(folder.resolve("class.txt"), dnis);
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true")) {
            Map<String, String> options = Map.of("campus.ledger.url", Postgres.start().newDatabase(),
                    "campus.teacher.share", "teachers", "campus.teacher.roster", roster.toString(),
                    "campus.page.enabled", "false");
            String nowhere = "smtp://127.0.0.1:" + Ports.free();
            try (TeacherProcess one = teacher("one", broker, options, Map.of("campus.teacher.mail.to", nowhere));
                 TeacherProcess two = teacher("two", broker, options, Map.of());
                 PahoStudent student = new PahoStudent(broker.port())) {
                one.launch();
                await("it answers").atMost(PATIENCE).until(
                        () -> student.ask("DST/PETICION", "1", Duration.ofSeconds(1)).isPresent());
                for (String dni : dnis) {
                    String code = student.ask("DST/PETICION", dni, PATIENCE).orElseThrow().toString();
                    student.ask("DST/SOLUCION", code + ";Student " + dni + ";pelim@teleco.upv.es", PATIENCE);
                }
                await("each mail has failed").atMost(PATIENCE).until(() -> one.output().lines()
                        .filter(line -> line.contains(" not sent, again in ")).count() >= SOLUTIONS);
                two.launch().awaitReady();
                assertThat(two.mails()).as("the first is at them").isEmpty();
                one.kill();
                long killed = System.nanoTime();
                await().atMost(LIMIT).until(() -> two.mails().size() == SOLUTIONS);
                LOG.info("{} mails of a killed teacher were sent by another after {} ms", SOLUTIONS,
                        Duration.ofNanos(System.nanoTime() - killed).toMillis());
                assertThat(one.results()).as("its lines are written").hasSize(SOLUTIONS);
                assertThat(two.results()).isEmpty();
            }
        }
    }

    private TeacherProcess teacher(String name, Mosquitto broker, Map<String, String> options, Map<String, String> own)
            throws Exception {
        Map<String, String> all = new HashMap<>(options);
        all.putAll(own);
        all.put("campus.client-id", name);
        return TeacherProcess.packaged(folder.resolve(name), broker.port(), all);
    }
}
