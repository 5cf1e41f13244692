package campus.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The embedded broker, {@code target/campus run}, beside Mosquitto and, with {@code -Dbefore=PROGRAM}, beside another
 * build of itself: one publisher as {@code edificio} and one subscriber, lines of about 110 bytes, a new process for
 * each round. {@code mvn -q test-compile exec:exec@broker-bench -P-examples} prints medians.
 */
public final class BrokerBench {

    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final String BEFORE = System.getProperty("before", "");
    private static final int MESSAGES = 100_000;
    private static final String TOPIC = "EDIFICIO_1/P_7/S/4/TEMP";
    private static final String LINE = "{\"building\":\"EDIFICIO_1\",\"floor\":7,\"wing\":\"S\",\"room\":4,"
            + "\"sensor\":\"TEMP\",\"value\":21.43,\"unit\":\"Cel\",\"seq\":%d}";
    private static final String USER = "edificio";
    private static final String PASSWORD = "bench";

    private final Path folder;
    private final List<byte[]> lines = IntStream.range(0, MESSAGES)
            .mapToObj(i -> String.format(LINE, 1_000_000 + i).getBytes(US_ASCII)).toList();

    private BrokerBench(Path folder) {
        this.folder = folder;
    }

    public static void main(String... args) throws Exception {
        Path campus = Path.of("target", "campus").toAbsolutePath();
        if (!Files.isExecutable(campus) || !Mosquitto.isInstalled()) {
            System.out.println("first: mvn -q -DskipTests package, and install mosquitto");
            System.exit(1);
        }
        BrokerBench bench = new BrokerBench(Files.createTempDirectory("broker-bench"));
        Map<String, List<double[]>> results = new LinkedHashMap<>();
        for (int round = 1; round <= ROUNDS; round++) {
            bench.round(results, "Mosquitto", bench::mosquitto);
            bench.round(results, "embedded", port -> embedded(campus.toString(), port));
            if (!BEFORE.isEmpty()) {
                bench.round(results, "before", port -> embedded(BEFORE, port));
            }
        }
        System.out.printf("%n%-10s %10s %10s %22s %10s %22s%n", "medians", "start: s", "QoS 0: /s",
                "processor s per 1000", "QoS 1: /s", "processor s per 1000");
        results.forEach((name, rounds) -> print(name, IntStream.range(0, 5).mapToDouble(column -> rounds.stream()
                .mapToDouble(each -> each[column]).sorted().toArray()[rounds.size() / 2]).toArray()));
        System.exit(0);
    }

    private interface Broker {
        List<String> command(int port) throws IOException;
    }

    private List<String> mosquitto(int port) throws IOException {
        Path config = folder.resolve("mosquitto.conf");
        Files.write(config, List.of("listener " + port + " 127.0.0.1", "allow_anonymous true", "max_queued_messages 0",
                "max_inflight_messages 0", "log_type none"));
        return List.of(Mosquitto.find("mosquitto").orElseThrow().toString(), "-c", config.toString());
    }

    private static List<String> embedded(String campus, int port) {
        List<String> command = new ArrayList<>(List.of(campus, "run"));
        for (String option : List.of("campus.broker.port=" + port, "campus.building.password=" + PASSWORD,
                "campus.sensors.enabled=false", "campus.views.enabled=false", "campus.teacher.enabled=false")) {
            command.addAll(List.of("-D", option));
        }
        return command;
    }

    private void round(Map<String, List<double[]>> results, String name, Broker broker) throws Exception {
        int port = Ports.free();
        Path own = Files.createTempDirectory(folder, "run");
        try (CommandProcess process = CommandProcess.endless(own, broker.command(port))) {
            await().atMost(CommandProcess.PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> listens(port));
            double start = process.processorSeconds();
            double[] atQos0 = load(process, port, 0);
            double[] atQos1 = load(process, port, 1);
            double[] figures = {start, atQos0[0], atQos0[1], atQos1[0], atQos1[1]};
            print(name, figures);
            results.computeIfAbsent(name, key -> new ArrayList<>()).add(figures);
        }
    }

    private double[] load(CommandProcess process, int port, int qos) throws Exception {
        double before = process.processorSeconds();
        try (PlainClient counter = new PlainClient(port, USER, PASSWORD).subscribe(TOPIC);
                PlainClient publisher = new PlainClient(port, USER, PASSWORD)) {
            CompletableFuture<long[]> counted = CompletableFuture.supplyAsync(() -> counter.count(MESSAGES));
            publisher.publish(TOPIC, qos, lines);
            long[] times = counted.get(CommandProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new double[] {MESSAGES * 1e9 / (times[1] - times[0]),
                (process.processorSeconds() - before) * 1000 / MESSAGES};
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void print(String name, double... figures) {
        System.out.printf(Locale.ROOT, "%-10s %10.2f %10.0f %22.4f %10.0f %22.4f%n",
                Arrays.stream(figures).boxed().collect(() -> new ArrayList<Object>(List.of(name)), List::add,
                        List::addAll).toArray());
    }
}
