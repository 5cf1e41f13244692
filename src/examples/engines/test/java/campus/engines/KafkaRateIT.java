package campus.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast a view writes into Kafka, beside files: what waited for it at the broker, in rounds that alternate. */
@Tag("soak")
class KafkaRateIT {

    private static final int ROUNDS = 5;
    private static final int MESSAGES = 30_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    @BeforeEach
    void needsMosquitto() {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
    }

    @Test
    void aViewWritesIntoKafkaAndIntoFiles() throws Exception {
        List<Double> intoFiles = new ArrayList<>();
        List<Double> intoKafka = new ArrayList<>();
        try (KafkaBroker kafka = KafkaBroker.start(Files.createDirectories(folder.resolve("kafka")))) {
            for (int round = 1; round <= ROUNDS; round++) {
                String topic = "rate-" + round;
                try (View view = new View(folder.resolve("files-" + round), "lines:{{campus.data-dir}}/readings")) {
                    intoFiles.add(rate(view, () -> view.lines("readings").size()));
                }
                try (View view = new View(folder.resolve(topic), "kafka:" + topic + "?brokers=" + kafka.address())) {
                    intoKafka.add(rate(view, () -> kafka.count(topic)));
                }
            }
        }
        List<String> table = List.of("| sink | messages/s, median of " + ROUNDS + " | ratio |", "| --- | --- | --- |",
                "| `lines:` | %.0f | 1 |".formatted(median(intoFiles)),
                "| `kafka:` | %.0f | %.2f |".formatted(median(intoKafka), median(intoKafka) / median(intoFiles)));
        Files.write(Path.of("target", "kafka-rate.md"), table);
        table.forEach(System.err::println);
        assertThat(intoKafka).hasSize(ROUNDS).allMatch(rate -> rate > 0);
    }

    /** Messages a second, from the first that has come to the last. */
    private static double rate(View view, LongSupplier come) throws Exception {
        view.start();
        assertThat(view.stop(PATIENCE)).isZero();
        view.publish(MESSAGES);
        view.start();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> come.getAsLong() > 0);
        long begin = System.nanoTime();
        long first = come.getAsLong();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> come.getAsLong() >= MESSAGES);
        return (MESSAGES - first) / ((System.nanoTime() - begin) / 1e9);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
