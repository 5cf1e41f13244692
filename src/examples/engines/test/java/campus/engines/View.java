package campus.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.Mosquitto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** A Mosquitto, a publisher, and the program with nothing but one view of all topics below {@code hall/}. */
final class View implements AutoCloseable {

    static final int SENSORS = 8;

    private static final Pattern LINE = Pattern.compile("\\{\"time\":\".*\",\"topic\":\"(.*)\",\"qos\":1,.*"
            + "\"payload\":(\\d+)}\n");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path folder;
    private final List<String> properties = new ArrayList<>();
    private final Mosquitto broker;
    private final MqttClient publisher;
    private int published;
    private int starts;
    private Process program;

    /** @param sinks of the view, in their order */
    View(Path folder, String... sinks) throws Exception {
        this.folder = Files.createDirectories(folder);
        broker = Mosquitto.start(folder, "allow_anonymous true", "max_queued_messages 0", "max_inflight_messages 0",
                "log_type subscribe");
        publisher = new MqttClient(broker.url(), "publisher", new MemoryPersistence());
        publisher.connect();
        for (String name : List.of("building", "temperature", "vibration", "room")) {
            properties.add("campus.view." + name + ".enabled=false");
        }
        properties.addAll(List.of("campus.broker.enabled=false", "campus.sensors.enabled=false",
                "campus.teacher.enabled=false", "campus.page.enabled=false", "campus.data-dir=" + folder,
                "camel.component.paho-mqtt5.broker-url=" + broker.url(), "campus.view.hall.filter=hall/#"));
        for (int i = 0; i < sinks.length; i++) {
            properties.add("campus.view.hall.to" + (i == 0 ? "" : "." + (i + 1)) + "=" + sinks[i]);
        }
    }

    /** Starts the program; returns when the view is subscribed. */
    View start() throws IOException {
        program = Processes.campus(folder, properties);
        starts++;
        await("the view subscribes").atMost(PATIENCE).until(() -> {
            if (!program.isAlive()) {
                throw new IllegalStateException(log());
            }
            return broker.log().lines().filter(line -> line.endsWith(" hall/#")).count() >= starts;
        });
        return this;
    }

    /** SIGTERM: the exit code, which is not 0 if the program has needed ten seconds. */
    int stop(Duration within) throws InterruptedException {
        program.destroy();
        if (!program.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("it does not stop: " + log());
        }
        return program.exitValue();
    }

    /** Publishes at QoS 1 on the topics of the sensors in turn; the payload is the number of the message. */
    void publish(int messages) throws MqttException {
        for (int i = 0; i < messages; i++) {
            publisher.publish("hall/" + published % SENSORS,
                    String.valueOf(published).getBytes(StandardCharsets.UTF_8), 1, false);
            published++;
        }
    }

    /** How many messages the broker has acknowledged. */
    int published() {
        return published;
    }

    /** The lines of all files of a folder below that of the view; none if there is no such folder. */
    List<String> lines(String name) {
        Path path = folder.resolve(name);
        try (Stream<Path> files = Files.exists(path) ? Files.list(path) : Stream.of()) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kafka has each message once, the messages of each sensor in their order; none is a dead letter. */
    void assertAllInOrder(KafkaBroker kafka, String topic) {
        assertThat(lines("dead-letter")).isEmpty();
        List<ConsumerRecord<String, String>> records = kafka.records(topic);
        for (int sensor = 0; sensor < SENSORS; sensor++) {
            String key = "hall/" + sensor;
            int first = sensor;
            assertThat(records.stream().filter(record -> record.key().equals(key)).map(View::payload))
                    .as(key).containsExactlyElementsOf(IntStream.range(0, published)
                    .filter(n -> n % SENSORS == first).mapToObj(n -> key + " " + n).toList());
        }
    }

    private static String payload(ConsumerRecord<String, String> record) {
        Matcher line = LINE.matcher(record.value());
        return line.matches() ? line.group(1) + " " + line.group(2) : record.value();
    }

    /** What the program has logged. */
    String log() {
        try {
            return Files.readString(folder.resolve("campus.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws MqttException {
        if (program != null) {
            program.destroyForcibly();
        }
        publisher.disconnect();
        publisher.close();
        broker.close();
    }
}
