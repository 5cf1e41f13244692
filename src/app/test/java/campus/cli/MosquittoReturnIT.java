package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged commands and a Mosquitto that is killed and comes back on the same port. It saves each change, and
 * Mosquitto's own client, which has a session, tells what it has taken.
 */
class MosquittoReturnIT {

    private static final Instant BEGIN = Instant.parse("2026-11-21T22:00:00Z");
    private static final int LINES = 60;

    @TempDir
    private Path folder;
    private Mosquitto broker;
    private PackagedProgram program;
    private Path received;
    private Process keeper;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Mosquitto.isInstalled() && Mosquitto.find("mosquitto_sub").isPresent()
                && Mosquitto.find("mosquitto_pub").isPresent(), "Mosquitto is not installed");
        Path store = Files.createDirectory(folder.resolve("store"));
        broker = Mosquitto.start(folder, "allow_anonymous true", "sys_interval 1", "persistence true",
                "persistence_location " + store + "/", "autosave_on_changes true", "autosave_interval 1");
        program = new PackagedProgram(folder, PackagedJar.quickCommand());
        received = folder.resolve("received");
        keeper = new ProcessBuilder(Mosquitto.find("mosquitto_sub").orElseThrow().toString(), "-p",
                "" + broker.port(), "-t", "kept/#", "-q", "1", "-c", "-i", "keeper", "-v")
                .redirectOutput(received.toFile()).start();
        broker.awaitSubscribed("keeper 1 kept/#", 1);
    }

    @AfterEach
    void stop() {
        if (broker != null) {
            keeper.destroy();
            program.close();
            broker.close();
        }
    }

    @Test
    void everyCommandGoesOnWhenTheBrokerIsBack() throws Exception {
        String port = "" + broker.port();
        Process sub = program.start("sub", "sub", "-p", port, "-t", "heard/#", "-q", "1", "-C", "2");
        Process watch = program.start("watch", "status", "-p", port, "--watch");
        Process student = program.start("student", "student", "-p", port, "--dni", "12345678", "--name", "Ana",
                "--email", "ana@upv.es", "--timeout", "40s", "-D", "campus.data-dir=" + folder.resolve("data"));
        Process lines = program.start("lines", "pub", "-p", port, "-t", "kept/lines", "-q", "1", "-l");
        Process replay = program.start("replay", "replay", "-p", port, lines().toString());
        broker.awaitSubscribed("heard/#", 1);
        publish("heard/x", "before");
        write(lines, 0, LINES / 2);
        await().atMost(PackagedProgram.PATIENCE).until(() -> count("kept/lines") >= LINES / 2
                && count("kept/replay") >= 1 && requests() >= 1 && program.text("watch.out").contains("mosquitto"));

        long asked = requests();
        broker.kill();
        write(lines, LINES / 2, LINES);
        lines.getOutputStream().close();
        Stream.of("sub", "watch", "student", "lines", "replay").forEach(this::awaitLoss);
        broker.restart();

        // Mosquitto 2.0 saves no session that was begun with Clean Start.
        broker.awaitSubscribed("heard/#", 2);
        publish("heard/x", "after");
        assertEnds(sub);
        assertThat(program.text("sub.out")).isEqualTo("before\nafter\n");
        assertEnds(lines);
        assertEnds(replay);
        for (String topic : List.of("kept/lines", "kept/replay")) {
            IntStream.range(0, LINES).forEach(i -> await().untilAsserted(() ->
                    assertThat(Files.readAllLines(received)).contains(topic + " " + i)));
        }
        int tables = tables();
        await().atMost(PackagedProgram.PATIENCE).until(() -> tables() > tables + 1);
        assertThat(watch.isAlive()).isTrue();
        await().atMost(PackagedProgram.PATIENCE).until(() -> requests() > asked);
        publish("DST/CODIGO", "41094");
        assertEnds(student);
        assertThat(program.text("student.out")).isEqualTo("delivered: 41094;Ana;ana@upv.es\n");
    }

    private void awaitLoss(String name) {
        await().atMost(PackagedProgram.PATIENCE).untilAsserted(() -> assertThat(program.text(name + ".err"))
                .contains("connection lost to tcp://127.0.0.1:" + broker.port()));
        assertThat(program.text(name + ".err").lines()).allMatch(line -> line.endsWith("; trying again"));
    }

    private Path lines() throws IOException {
        return Files.write(folder.resolve("lines.jsonl"), IntStream.range(0, LINES).mapToObj(i -> "{\"time\":\""
                + BEGIN.plusMillis(i * 100) + "\",\"topic\":\"kept/replay\",\"qos\":1,\"retained\":false,\"payload\":"
                + i + "}").toList());
    }

    private static void write(Process lines, int from, int to) throws IOException {
        OutputStream in = lines.getOutputStream();
        for (int i = from; i < to; i++) {
            in.write((i + "\n").getBytes(UTF_8));
        }
        in.flush();
    }

    private long count(String topic) throws IOException {
        return Files.readAllLines(received).stream().filter(line -> line.startsWith(topic + " ")).count();
    }

    private long requests() {
        return broker.log().lines().filter(line -> line.contains("Received PUBLISH")
                && line.contains("'DST/PETICION'")).count();
    }

    private int tables() {
        return program.text("watch.out").split("messages received", -1).length;
    }

    private void publish(String topic, String text) throws Exception {
        Process pub = new ProcessBuilder(Mosquitto.find("mosquitto_pub").orElseThrow().toString(), "-p",
                "" + broker.port(), "-t", topic, "-m", text, "-q", "1").start();
        assertThat(pub.waitFor()).isZero();
    }

    private static void assertEnds(Process process) throws InterruptedException {
        assertThat(process.waitFor(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
