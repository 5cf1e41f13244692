package campus.engines;

import static org.awaitility.Awaitility.await;

import campus.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A real Kafka in a JVM of its own, one node in KRaft mode, for tests to kill. */
final class KafkaBroker implements AutoCloseable {

    static final int PARTITIONS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Path folder;
    private final int port = Ports.free();
    private final Path config;
    private Process process;

    private KafkaBroker(Path folder) throws IOException {
        this.folder = folder;
        config = folder.resolve("kafka.properties");
        int controller = Ports.free();
        Files.write(config, List.of("process.roles=broker,controller", "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controller, "controller.listener.names=CONTROLLER",
                "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "log.dirs=" + folder.resolve("kafka-logs"), "num.partitions=" + PARTITIONS,
                "offsets.topic.replication.factor=1", "offsets.topic.num.partitions=1",
                "group.initial.rebalance.delay.ms=0",
                // A killed one is taken back when its session is over, 9 s by default.
                "broker.session.timeout.ms=2000", "broker.heartbeat.interval.ms=500"));
    }

    /** Makes its storage in a folder, starts it there, and returns when it accepts connections. */
    static KafkaBroker start(Path folder) throws Exception {
        KafkaBroker broker = new KafkaBroker(folder);
        int formatted = broker.java("kafka.tools.StorageTool", "format", "-t", Uuid.randomUuid().toString(), "-c",
                broker.config.toString()).waitFor();
        if (formatted != 0) {
            throw new IllegalStateException(broker.log());
        }
        broker.restart();
        return broker;
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("kafka.out").toFile())).start();
    }

    /** Starts it on the same port and with the same records. */
    void restart() throws IOException {
        process = java("kafka.Kafka", config.toString());
        await("Kafka listens").atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Kafka ended: " + log());
            }
            return listens();
        });
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The process. */
    ProcessHandle process() {
        return process.toHandle();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its address, as Kafka's clients write it. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** How many records a topic has. */
    long count(String topic) {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            return consumer.endOffsets(partitions(topic)).values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** All records of a topic, those of a partition in their order. */
    List<ConsumerRecord<String, String>> records(String topic) {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(topic));
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            Set<TopicPartition> open = new HashSet<>(ends.keySet());
            while (!open.isEmpty()) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                open.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
            }
            return records;
        }
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(Map.of("bootstrap.servers", address()), new StringDeserializer(),
                new StringDeserializer());
    }

    private static Set<TopicPartition> partitions(String topic) {
        return IntStream.range(0, PARTITIONS).mapToObj(n -> new TopicPartition(topic, n)).collect(Collectors.toSet());
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("kafka.out"));
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
