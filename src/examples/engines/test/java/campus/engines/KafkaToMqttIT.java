package campus.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import campus.testkit.OnMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code kafka-to-mqtt} is killed in the middle: each record comes, some twice. */
@Timeout(600)
class KafkaToMqttIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern SHOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void aKillInTheMiddleLosesNothing() throws Exception {
        kill(2_000, 1);
    }

    @Test
    @Tag("soak")
    void fiveKillsInTheMiddleLoseNothing() throws Exception {
        kill(10_000, 5);
    }

    private void kill(int records, int kills) throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
        List<String> received = new CopyOnWriteArrayList<>();
        try (KafkaBroker kafka = KafkaBroker.start(folder);
                Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true")) {
            MqttClient subscriber = new MqttClient(broker.url(), "subscriber", new MemoryPersistence());
            subscriber.setCallback((OnMessage) (topic, message) -> received.add(topic + " " + message));
            subscriber.connect();
            subscriber.subscribe("copy/#", 1);
            produce(kafka, records);

            // Else the records of a killed member are given to the next one after 45 s.
            List<String> properties = List.of("camel.component.kafka.brokers=" + kafka.address(),
                    "camel.component.kafka.session-timeout-ms=6000",
                    "camel.component.paho-mqtt5.broker-url=" + broker.url());
            Process example = Processes.kafkaToMqtt(folder, properties);
            try {
                for (int kill = 1; kill <= kills; kill++) {
                    Process running = example;
                    int some = records * kill / (kills + 1);
                    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).failFast(() -> !running.isAlive())
                            .until(() -> received.stream().distinct().count() >= some);
                    example.destroyForcibly().waitFor();
                    assertThat(received).as("it was not killed in the middle").hasSizeLessThan(records * kill);
                    example = Processes.kafkaToMqtt(folder, properties);
                }
                await().atMost(PATIENCE).until(() -> received.stream().distinct().count() >= records);
            } finally {
                example.destroyForcibly().waitFor();
            }
            subscriber.disconnect();
        }
        System.out.println("killed " + kills + " times: " + records + " records, 0 lost, "
                + (received.size() - records) + " twice");
        assertThat(received).containsAll(IntStream.range(0, records).mapToObj(n -> "copy/hall/" + n % 8 + " " + n)
                .toList());
    }

    private static void produce(KafkaBroker kafka, int records) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.address()), new StringSerializer(), new StringSerializer())) {
            for (int n = 0; n < records; n++) {
                producer.send(new ProducerRecord<>("readings", "hall/" + n % 8, String.valueOf(n)));
            }
        }
    }

    @Test
    void thePageShowsTheRoutesOfTheExample() throws IOException {
        String routes = Files.readString(Path.of("src/examples/kafka-to-mqtt/src/main/java/example/Routes.java"));
        assertThat(SHOWN.matcher(Files.readString(Path.of("src/site/views.md"))).results().map(each -> each.group(1)))
                .hasSize(1).allSatisfy(block -> assertThat(routes).contains(block));
    }
}
