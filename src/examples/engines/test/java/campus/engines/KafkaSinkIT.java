package campus.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A view with a real Kafka as its sink, by the two lines that the pages show. */
@Timeout(600)
class KafkaSinkIT {

    private static final Pattern LINE = Pattern.compile("\\{\"time\":\".*\",\"topic\":\"(.*)\",\"qos\":1,.*"
            + "\"payload\":(\\d+)}\n");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private static Path kafkaFolder;
    private static KafkaBroker kafka;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startKafka() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
        kafka = KafkaBroker.start(kafkaFolder);
    }

    @AfterAll
    static void stopKafka() throws Exception {
        if (kafka != null) {
            kafka.close();
        }
    }

    private static String sink(String topic) {
        return "kafka:" + topic + "?brokers=" + kafka.address();
    }

    @Test
    void aMessageIsARecordWithItsTopicAsKey() throws Exception {
        try (View view = new View(folder, sink("plain"), "lines:{{campus.data-dir}}/both")) {
            view.start().publish(400);
            await().atMost(PATIENCE).until(() -> view.lines("both").size() == 400);
            assertThat(view.stop(PATIENCE)).as(view.log()).isZero();

            assertAllInOrder("plain", view);
            assertThat(kafka.records("plain")).map(ConsumerRecord::value).map(String::strip)
                    .containsExactlyInAnyOrderElementsOf(view.lines("both"));
            assertThat(kafka.records("plain")).map(ConsumerRecord::partition).as("partitions with a record")
                    .contains(0, 1, 2);
        }
    }

    @Test
    void messagesWaitForAKafkaThatIsAway() throws Exception {
        outage("short", Duration.ofSeconds(4));
    }

    @Test
    @Tag("soak")
    void messagesWaitForAKafkaThatIsAwayForLong() throws Exception {
        for (int round = 1; round <= 3; round++) {
            outage("long-" + round, Duration.ofSeconds(20));
        }
    }

    private void outage(String topic, Duration time) throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (View view = new View(folder.resolve(topic), sink(topic))) {
            view.start();
            timer.scheduleAtFixedRate(() -> publish(view), 0, 5, TimeUnit.MILLISECONDS);
            await().atMost(PATIENCE).until(() -> view.published() >= 300);
            kafka.kill();
            await().during(time).atMost(time.plus(PATIENCE)).until(() -> view.lines("dead-letter").isEmpty());
            int before = view.published();
            kafka.restart();
            await().atMost(PATIENCE).until(() -> view.published() >= before + 300);
            timer.shutdown();
            assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

            await().atMost(PATIENCE).until(() -> kafka.count(topic) >= view.published());
            assertThat(view.stop(PATIENCE)).as(view.log()).isZero();
            assertAllInOrder(topic, view);
            System.out.println("Kafka killed for " + time + ": " + view.published() + " messages, "
                    + (kafka.count(topic) - view.published()) + " twice, 0 lost, 0 dead letters; lines of the log: "
                    + view.log().lines().count());
        } finally {
            timer.shutdownNow();
        }
    }

    private static void publish(View view) {
        try {
            view.publish(1);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("soak")
    void aStopDoesNotWaitForKafkaAndLosesNothing() throws Exception {
        try (View view = new View(folder, sink("stopped"))) {
            view.start().publish(40);
            await().atMost(PATIENCE).until(() -> kafka.count("stopped") == 40);
            kafka.kill();
            view.publish(700);
            long begin = System.nanoTime();
            int exit = view.stop(PATIENCE);
            System.out.println("stopped with exit code " + exit + " after "
                    + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms, Kafka away");
            assertThat(exit).as(view.log()).isZero();

            // A start finds it away too; then it is stopped while it has never had a connection.
            view.start().publish(40);
            assertThat(view.stop(PATIENCE)).as(view.log()).isZero();
            view.start().publish(40);
            kafka.restart();
            await().atMost(PATIENCE).until(() -> kafka.count("stopped") >= view.published());
            assertThat(view.stop(PATIENCE)).as(view.log()).isZero();
            assertThat(view.log()).doesNotContain("\tat ");
            assertAllInOrder("stopped", view);
        }
    }

    /** Kafka has each message once, the messages of each sensor in their order; none is a dead letter. */
    private static void assertAllInOrder(String topic, View view) {
        assertThat(view.lines("dead-letter")).isEmpty();
        List<ConsumerRecord<String, String>> records = kafka.records(topic);
        for (int sensor = 0; sensor < View.SENSORS; sensor++) {
            String key = "hall/" + sensor;
            int first = sensor;
            assertThat(records.stream().filter(record -> record.key().equals(key)).map(KafkaSinkIT::payload))
                    .as(key).containsExactlyElementsOf(IntStream.range(0, view.published())
                    .filter(n -> n % View.SENSORS == first).mapToObj(n -> key + " " + n).toList());
        }
    }

    private static String payload(ConsumerRecord<String, String> record) {
        Matcher line = LINE.matcher(record.value());
        return line.matches() ? line.group(1) + " " + line.group(2) : record.value();
    }
}
