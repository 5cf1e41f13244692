package campus.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A view whose sink is a Kafka that is killed, or is away when the program stops. */
@Timeout(600)
class KafkaOutageIT {

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
            view.assertAllInOrder(kafka, topic);
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
            view.assertAllInOrder(kafka, "stopped");
        }
    }
}
