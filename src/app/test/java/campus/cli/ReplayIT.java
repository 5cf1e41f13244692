package campus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.cli.options.ExitCode;
import campus.testkit.Mosquitto;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay} into a real Mosquitto, read by its own client. */
class ReplayIT {

    private static final Instant BEGIN = Instant.parse("2026-11-21T22:00:00Z");

    @TempDir
    private Path folder;
    private Mosquitto broker;
    private Path received;
    private Process subscriber;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Mosquitto.isInstalled() && Mosquitto.find("mosquitto_sub").isPresent(),
                "Mosquitto is not installed");
        Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite salon/#\n");
        broker = Mosquitto.start(folder, "allow_anonymous true", "acl_file " + acl, "max_queued_messages 0");
        received = folder.resolve("received");
    }

    @AfterEach
    void stop() {
        if (subscriber != null) {
            subscriber.destroy();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void thousandsOfMessagesArriveInOrderAsFastAsTheBrokerTakesThem() throws Exception {
        subscribe();
        List<String> lines = IntStream.range(0, 5000).mapToObj(i -> line(i, "salon/luz", "{\"n\":" + i + "}")).toList();
        assertThat(replay(Files.write(folder.resolve("readings.jsonl"), lines), "--speed", "max")).isZero();
        awaitReceived(IntStream.range(0, 5000).mapToObj(i -> "salon/luz {\"n\":" + i + "}").toList());
    }

    @Test
    void aCompressedFileKeepsItsTimesAndGetsAPrefix() throws Exception {
        subscribe();
        Path file = folder.resolve("readings.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((line(0, "luz", "\"ON\"") + "\n" + line(10_000, "luz", "\"OFF\"") + "\n").getBytes(UTF_8));
        }
        long start = System.nanoTime();
        assertThat(replay(file, "--speed", "10", "--topic-prefix", "salon/")).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(990));
        awaitReceived(List.of("salon/luz ON", "salon/luz OFF"));
    }

    @Test
    void linesThatAreNoneMakeItFailAfterAllOthersWerePublished() throws Exception {
        subscribe();
        Path file = Files.write(folder.resolve("bad.jsonl"),
                List.of(line(0, "salon/luz", "1"), "nonsense", line(1, "salon/luz", "2")));
        assertThat(replay(file)).isEqualTo(ExitCode.FAILED);
        awaitReceived(List.of("salon/luz 1", "salon/luz 2"));
    }

    @Test
    void standardInputIsAFileToo() throws Exception {
        subscribe();
        InputStream before = System.in;
        try (InputStream in = new ByteArrayInputStream((line(0, "salon/luz", "1") + "\n").getBytes(UTF_8))) {
            System.setIn(in);
            assertThat(CampusCommand.execute("replay", "-", "-h", "127.0.0.1", "-p", "" + broker.port())).isZero();
        } finally {
            System.setIn(before);
        }
        awaitReceived(List.of("salon/luz 1"));
    }

    @Test
    void aRefusalOfTheBrokerEndsIt() throws Exception {
        Path file = Files.write(folder.resolve("other.jsonl"), List.of(line(0, "cocina/luz", "1")));
        assertThat(replay(file)).isEqualTo(ExitCode.REFUSED_BY_BROKER);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(replay(folder.resolve("none.jsonl"))).isEqualTo(ExitCode.USAGE);
    }

    private int replay(Path file, String... more) {
        List<String> args = new ArrayList<>(List.of("replay", file.toString(), "-p", "" + broker.port()));
        args.addAll(List.of(more));
        return CampusCommand.execute(args.toArray(String[]::new));
    }

    private static String line(int millis, String topic, String payload) {
        return "{\"time\":\"" + BEGIN.plusMillis(millis) + "\",\"topic\":\"" + topic
                + "\",\"qos\":1,\"retained\":false,\"payload\":" + payload + "}";
    }

    private void subscribe() throws IOException {
        subscriber = new ProcessBuilder(Mosquitto.find("mosquitto_sub").orElseThrow().toString(), "-p",
                "" + broker.port(), "-t", "salon/#", "-q", "1", "-v").redirectOutput(received.toFile()).start();
        await().atMost(Duration.ofSeconds(10)).until(() -> broker.log().contains("Sending SUBACK"));
    }

    private void awaitReceived(List<String> lines) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(Files.readAllLines(received)).isEqualTo(lines));
    }
}
