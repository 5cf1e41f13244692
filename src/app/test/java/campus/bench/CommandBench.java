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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The commands as a user types them, {@code target/campus}, beside Mosquitto's own tools on the same Mosquitto, in the
 * same run: cold processes, lines of about 110 bytes.
 * {@code mvn -q test-compile exec:exec@command-bench -P-examples} prints medians; a run that loses a line is repeated.
 * It measures what was packaged last.
 */
public final class CommandBench {

    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    /** The beginning of the rows to measure. */
    private static final String ONLY = System.getProperty("only", "");
    private static final int ATTEMPTS = 5;
    private static final Duration AFTER_START = Duration.ofSeconds(2);
    private static final String LINE = "{\"building\":\"EDIFICIO_1\",\"floor\":7,\"wing\":\"S\",\"room\":4,"
            + "\"sensor\":\"TEMP\",\"value\":21.43,\"unit\":\"Cel\",\"seq\":%d}";
    private static final String CAMPUS = Path.of("target", "campus").toAbsolutePath().toString();
    private static final List<String> ONLY_ONE_VIEW = List.of("campus.broker.enabled=false",
            "campus.sensors.enabled=false", "campus.teacher.enabled=false", "campus.view.building.enabled=false",
            "campus.view.temperature.enabled=false", "campus.view.vibration.enabled=false",
            "campus.view.room.enabled=false");

    private final Path folder;
    private final Mosquitto broker;
    private final Map<String, List<double[]>> results = new LinkedHashMap<>();
    private final Map<String, Integer> lost = new LinkedHashMap<>();
    private int topics;

    private CommandBench(Path folder, Mosquitto broker) {
        this.folder = folder;
        this.broker = broker;
    }

    /** One run: messages per second or seconds, and processor seconds per 1000 messages; null if a line was lost. */
    private interface Run {
        double[] measure(String topic) throws Exception;
    }

    public static void main(String... args) throws Exception {
        if (!Files.isExecutable(Path.of(CAMPUS)) || !Mosquitto.isInstalled()) {
            System.out.println("first: mvn -q -DskipTests package, and install mosquitto and mosquitto-clients");
            System.exit(1);
        }
        Path folder = Files.createTempDirectory("command-bench");
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true", "max_inflight_messages 0",
                "max_queued_messages 0", "queue_qos0_messages true", "log_type subscribe", "persistence false")) {
            new CommandBench(folder, broker).run();
        } finally {
            Files.deleteIfExists(folder.resolve("lines"));
            Files.deleteIfExists(folder.resolve("received"));
        }
        System.exit(0);
    }

    private void run() throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            both(round, "pub -l -q 1, 30,000 lines", topic -> publish(campus("pub"), 1, topic, 30_000),
                    topic -> publish(tool("mosquitto_pub"), 1, topic, 30_000));
            both(round, "pub -l -q 0, 200,000 lines", topic -> publish(campus("pub"), 0, topic, 200_000),
                    topic -> publish(tool("mosquitto_pub"), 0, topic, 200_000));
            both(round, "sub > file, 200,000 lines", topic -> subscribe(campus("sub"), 0, topic, 200_000),
                    topic -> subscribe(tool("mosquitto_sub"), 0, topic, 200_000));
            both(round, "view > file, QoS 1, 100,000 lines", topic -> view(topic, 100_000),
                    topic -> subscribe(tool("mosquitto_sub"), 1, topic, 100_000));
            both(round, "pub -m", topic -> single(campus("pub"), topic), topic -> single(tool("mosquitto_pub"), topic));
            both(round, "run to its first reading", topic -> firstReading(), null);
            both(round, "start with the page", topic -> start(true), topic -> start(false));
        }
        print();
    }

    private void both(int round, String what, Run ours, Run theirs) throws Exception {
        if (!what.startsWith(ONLY)) {
            return;
        }
        record(round, what, "ours", ours);
        if (theirs != null) {
            record(round, what, "theirs", theirs);
        }
    }

    private void record(int round, String what, String side, Run run) throws Exception {
        String name = what + "  " + side;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            double[] result = run.measure("bench/" + ++topics);
            if (result != null) {
                results.computeIfAbsent(name, key -> new ArrayList<>()).add(result);
                System.out.printf(Locale.ROOT, "round %d  %-42s %s%n", round, name, figures(result));
                return;
            }
            lost.merge(name, 1, Integer::sum);
            System.out.printf("round %d  %-42s lost a line%n", round, name);
        }
        throw new IllegalStateException(name + " lost lines " + ATTEMPTS + " times");
    }

    private List<String> campus(String command) {
        return List.of(CAMPUS, command, "-p", "" + broker.port());
    }

    private List<String> tool(String name) {
        return List.of(Mosquitto.find(name).orElseThrow().toString(), "-h", "127.0.0.1", "-p", "" + broker.port());
    }

    private double[] publish(List<String> program, int qos, String topic, int messages) throws Exception {
        Path lines = folder.resolve("lines");
        Files.write(lines, IntStream.range(0, messages).mapToObj(i -> String.format(LINE, 1_000_000 + i)).toList());
        try (PlainClient counter = new PlainClient(broker.port()).subscribe(topic)) {
            CompletableFuture<long[]> counted = CompletableFuture.supplyAsync(() -> counter.count(messages));
            try (CommandProcess process = CommandProcess.timed(folder, lines, folder.resolve("printed"),
                    with(program, "-q", "" + qos, "-t", topic, "-l"))) {
                boolean done = process.ends();
                long[] times = counted.completeOnTimeout(null, 5, TimeUnit.SECONDS).get();
                return done && times != null
                        ? rate(messages, times[1] - times[0], process.processorSeconds()) : null;
            }
        }
    }

    private double[] subscribe(List<String> program, int qos, String topic, int messages) throws Exception {
        Path file = folder.resolve("received");
        Files.deleteIfExists(file);
        try (CommandProcess process = CommandProcess.timed(folder, Path.of("/dev/null"), file,
                with(program, "-q", "" + qos, "-t", topic, "-C", "" + messages))) {
            long start = feed(topic, qos, messages);
            long end = CommandProcess.awaitLines(file, messages);
            return end > 0 && process.ends() ? rate(messages, end - start, process.processorSeconds()) : null;
        }
    }

    private double[] view(String topic, int messages) throws Exception {
        Path lines = folder.resolve(topic.replace('/', '-'));
        List<String> options = new ArrayList<>(List.of(CAMPUS, "run"));
        ONLY_ONE_VIEW.forEach(each -> options.addAll(List.of("-D", each)));
        for (String each : List.of("camel.component.paho-mqtt5.broker-url=" + broker.url(),
                "campus.data-dir=" + lines, "campus.view.bench.filter=" + topic, "campus.view.bench.qos=1",
                "campus.view.bench.to=lines:" + lines + "?name=view&rotate=none")) {
            options.addAll(List.of("-D", each));
        }
        try (CommandProcess process = CommandProcess.endless(folder, options)) {
            long start = feed(topic, 1, messages);
            long end = CommandProcess.awaitLines(lines.resolve("view.jsonl"), messages);
            return end > 0 ? rate(messages, end - start, process.processorSeconds()) : null;
        } finally {
            Files.deleteIfExists(lines.resolve("view.jsonl"));
        }
    }

    /** Publishes once the other is subscribed; the time of the first line. */
    private long feed(String topic, int qos, int messages) throws IOException {
        List<byte[]> lines = IntStream.range(0, messages)
                .mapToObj(i -> String.format(LINE, 1_000_000 + i).getBytes(US_ASCII)).toList();
        broker.awaitSubscribed(" " + topic, 1);
        try (PlainClient feeder = new PlainClient(broker.port())) {
            long start = System.nanoTime();
            feeder.publish(topic, qos, lines);
            return start;
        }
    }

    private double[] single(List<String> program, String topic) throws Exception {
        try (CommandProcess process = CommandProcess.timed(folder, with(program, "-t", topic, "-m", "ON"))) {
            return process.ends() ? new double[] {process.seconds(), process.processorSeconds()} : null;
        }
    }

    /** With all that runs by default, the embedded broker too. */
    private double[] firstReading() throws Exception {
        return firstReading(Ports.free(), true, Duration.ZERO);
    }

    /** Processor seconds of a start, with all that it has begun: until a while after the first reading. */
    private double[] start(boolean page) throws Exception {
        double[] result = firstReading(Ports.free(), page, AFTER_START);
        return result == null ? null : new double[] {result[1], result[1]};
    }

    private double[] firstReading(int port, boolean page, Duration more) throws Exception {
        Path own = Files.createTempDirectory(folder, "run");
        long start = System.nanoTime();
        try (CommandProcess process = CommandProcess.endless(own, List.of(CAMPUS, "run", "-D",
                "campus.broker.port=" + port, "-D", "campus.building.password=bench", "-D",
                "campus.page.enabled=" + page, "-D", "campus.page.port=0"))) {
            await().atMost(CommandProcess.PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
                    .until(() -> listens(port));
            try (CommandProcess subscriber = CommandProcess.timed(folder, List.of(
                    Mosquitto.find("mosquitto_sub").orElseThrow().toString(), "-p", "" + port, "-u", "edificio", "-P",
                    "bench", "-t", "EDIFICIO_1/+/+/+/+", "-C", "1"))) {
                boolean came = subscriber.ends();
                double seconds = (System.nanoTime() - start) / 1e9;
                long end = System.nanoTime() + more.toNanos();
                await().pollDelay(Duration.ZERO).until(() -> System.nanoTime() >= end);
                return came ? new double[] {seconds, process.processorSeconds()} : null;
            }
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> with(List<String> program, String... arguments) {
        List<String> all = new ArrayList<>(program);
        all.addAll(List.of(arguments));
        return all;
    }

    private static double[] rate(int messages, long nanos, double processorSeconds) {
        return new double[] {messages * 1e9 / nanos, processorSeconds * 1000 / messages};
    }

    private static String figures(double[] result) {
        return format(result[0] < 100 ? "%8.3f s     %8.3f processor s"
                : "%8.0f msg/s %8.4f processor s per 1000", result[0], result[1]);
    }

    private void print() {
        System.out.printf("%n%-36s %10s %10s %6s  %-28s %s%n", "", "ours", "theirs", "ratio", "goal",
                "processor s per 1000 (or each): ours, theirs");
        goal("pub -l -q 1, 30,000 lines", "1.0 of theirs");
        goal("pub -l -q 0, 200,000 lines", "1.0 of theirs");
        goal("sub > file, 200,000 lines", "0.9 of theirs");
        goal("view > file, QoS 1, 100,000 lines", "20,000/s and 0.5 of theirs");
        goal("pub -m", "0.8 s");
        goal("run to its first reading", "1.5 s");
        goal("start with the page", "1.05 of one without");
        lost.forEach((name, times) -> System.out.println(name + " lost lines and was repeated: " + times));
    }

    private void goal(String what, String goal) {
        if (!what.startsWith(ONLY)) {
            return;
        }
        double[] ours = medians(results.get(what + "  ours"));
        List<double[]> other = results.get(what + "  theirs");
        double[] theirs = other == null ? null : medians(other);
        System.out.printf("%-36s %10s %10s %6s  %-28s %8s %8s%n", what, value(ours),
                theirs == null ? "" : value(theirs), theirs == null ? "" : format("%.2f", ours[0] / theirs[0]), goal,
                format("%.4f", ours[1]), theirs == null ? "" : format("%.4f", theirs[1]));
    }

    private static String value(double[] result) {
        return format(result[0] < 100 ? "%.3f s" : "%.0f/s", result[0]);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static double[] medians(List<double[]> rounds) {
        return IntStream.range(0, 2).mapToDouble(column -> rounds.stream()
                .mapToDouble(round -> round[column]).sorted().toArray()[rounds.size() / 2]).toArray();
    }
}
