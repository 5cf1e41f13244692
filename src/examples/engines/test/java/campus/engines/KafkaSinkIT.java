package campus.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A view with a real Kafka as its sink, by the two lines that the pages show. */
@Timeout(600)
class KafkaSinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    @Test
    void aMessageIsARecordWithItsTopicAsKey() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
        try (KafkaBroker kafka = KafkaBroker.start(folder); View view = new View(folder.resolve("view"),
                "kafka:plain?brokers=" + kafka.address(), "lines:{{campus.data-dir}}/both")) {
            view.start().publish(400);
            await().atMost(PATIENCE).until(() -> view.lines("both").size() == 400);
            assertThat(view.stop(PATIENCE)).as(view.log()).isZero();

            view.assertAllInOrder(kafka, "plain");
            assertThat(kafka.records("plain")).map(ConsumerRecord::value).map(String::strip)
                    .containsExactlyInAnyOrderElementsOf(view.lines("both"));
            assertThat(kafka.records("plain")).map(ConsumerRecord::partition).as("partitions with a record")
                    .contains(0, 1, 2);
        }
    }
}
