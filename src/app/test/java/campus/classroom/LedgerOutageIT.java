package campus.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import campus.testkit.Postgres;
import campus.testkit.proxy.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database of the ledger goes away while a class works, and at a start: every request is answered when it is back,
 * and none twice.
 */
class LedgerOutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> DNIS =
            IntStream.range(0, 20).mapToObj(n -> String.valueOf(10_000_000 + n)).toList();

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsMosquitto() {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
    }

    @Test
    void requestsOfTheMeantimeAreAnsweredAfterwards() throws Exception {
        Path roster = Files.write(folder.resolve("roster.txt"), DNIS);
        List<String> answered = new CopyOnWriteArrayList<>();
        int page = Ports.free();
        Postgres database = Postgres.start();
        try (Proxy network = Proxy.to(database.port());
             Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true");
             TeacherProcess teacher = TeacherProcess.packaged(folder.resolve("teacher"), broker.port(), Map.of(
                     "campus.teacher.roster", roster.toString(), "campus.page.enabled", "true",
                     "campus.page.port", String.valueOf(page),
                     "campus.ledger.url", database.newDatabase().replace(":" + database.port(), ":" + network.port())));
             StudentConnection students = new StudentConnection(broker.url(), "students",
                     answer -> answered.add(answer.question() + " " + answer.verdict()))) {
            students.subscribeToAnswers();
            teacher.launch().awaitReady();
            broker.awaitSubscribed("DST/PETICION", 1);
            ask(students, 0, 1);
            await().atMost(PATIENCE).until(() -> answered.size() == 1);

            takeAway(network);
            ask(students, 1, 10);
            await().atMost(PATIENCE).until(() -> teacher.output().contains("does not answer"));
            assertThat(answered).hasSize(1);
            network.accept();
            await().atMost(PATIENCE).until(() -> answered.size() == 10);

            takeAway(network);
            ask(students, 10, 20);
            assertThat(teacher.stop()).as(teacher.output()).isZero();
            assertThat(teacher.output()).doesNotContain("\tat ");
            assertThat(answered).hasSize(10);
            teacher.launch();
            await().atMost(PATIENCE).until(() -> teacher.output().contains("waiting for it"));
            assertThat(answer(page, "/health")).startsWith("503 {\"live\":true,\"ready\":false,");
            assertThat(answer(page, "/health/live")).startsWith("200 ");
            assertThat(answer(page, "/")).startsWith("200 ");
            assertThat(answer(page, "/config.json")).startsWith("503 The program starts.");
            network.accept();
            await().atMost(PATIENCE).until(() -> answered.size() == 20);
            await().atMost(PATIENCE).untilAsserted(() ->
                    assertThat(answer(page, "/health")).startsWith("200 {\"live\":true,\"ready\":true,"));
            assertThat(teacher.stop()).as(teacher.output()).isZero();
            assertThat(teacher.deadLetters()).isEmpty();
            assertThat(answered).containsExactlyInAnyOrderElementsOf(
                    IntStream.range(0, 20).mapToObj(n -> n + " code").toList());
        }
    }

    private static void ask(StudentConnection students, int from, int to) {
        IntStream.range(from, to).forEach(n -> students.ask(StudentConnection.REQUEST, DNIS.get(n), n).join());
    }

    private static String answer(int page, String path) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + page + path)).build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static void takeAway(Proxy network) {
        network.refuse();
        network.cut();
    }
}
