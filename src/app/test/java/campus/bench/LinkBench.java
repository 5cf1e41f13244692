package campus.bench;

import campus.base.Durations;
import campus.sink.MessageLines;
import campus.testkit.Mosquitto;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * How fast the link publishes and receives, beside Mosquitto's own tools on the same broker, in the same run.
 * {@code mvn -q test-compile exec:exec@link-bench} prints rates, processor time per message and the ratio of the
 * medians.
 */
public final class LinkBench {

    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    /** Publishing; receiving beside a publisher; receiving what waits already. */
    private static final List<String> CASES = List.of(System.getProperty("cases", "publish,live,backlog").split(","));
    private static final int[] MESSAGES = {200_000, 30_000};
    private static final String LINE = "{\"building\":\"EDIFICIO_1\",\"floor\":7,\"wing\":\"S\",\"room\":4,"
            + "\"sensor\":\"TEMP\",\"value\":21.43,\"unit\":\"Cel\",\"seq\":%d}";

    private final Path folder;
    private final Mosquitto broker;
    private final Map<String, List<double[]>> results = new LinkedHashMap<>();

    private LinkBench(Path folder, Mosquitto broker) {
        this.folder = folder;
        this.broker = broker;
    }

    public static void main(String... args) throws Exception {
        Path folder = Files.createTempDirectory("link-bench");
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true", "max_inflight_messages 0",
                "max_queued_messages 0", "queue_qos0_messages true", "log_type error", "persistence false")) {
            new LinkBench(folder, broker).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        for (int qos = 0; qos <= 1; qos++) {
            int messages = MESSAGES[qos];
            Path lines = folder.resolve("lines-" + qos);
            List<String> text = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                text.add(String.format(LINE, 1_000_000 + i));
            }
            Files.write(lines, text);
            for (int round = 0; round <= ROUNDS; round++) {
                if (CASES.contains("publish")) {
                    record(round, "publish QoS " + qos + "  link", publishLink(qos, text));
                    record(round, "publish QoS " + qos + "  mosquitto_pub -l", publishMosquitto(qos, lines, messages));
                }
                if (CASES.contains("live")) {
                    record(round, "live QoS " + qos + "  link > file", receiveLink(qos, lines, messages, false));
                    record(round, "live QoS " + qos + "  mosquitto_sub > file",
                            receiveMosquitto(qos, lines, messages, false));
                }
                if (CASES.contains("backlog")) {
                    record(round, "backlog QoS " + qos + "  link > file", receiveLink(qos, lines, messages, true));
                    record(round, "backlog QoS " + qos + "  mosquitto_sub > file",
                            receiveMosquitto(qos, lines, messages, true));
                }
            }
        }
        print();
    }

    /** The first round only warms up. */
    private void record(int round, String name, double[] result) {
        if (round > 0) {
            results.computeIfAbsent(name, key -> new ArrayList<>()).add(result);
        }
        System.out.printf(Locale.ROOT, "round %d  %-40s %8.0f msg/s  %6.1f us processor/msg%n", round, name, result[0],
                result[1]);
    }

    private double[] publishLink(int qos, List<String> text) throws Exception {
        Process subscriber = start(null, "mosquitto_sub -q " + qos + " -t bench -C " + text.size());
        awaitSubscriber();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").to("paho-mqtt5:bench?qos=" + qos + "&brokerUrl=" + broker.url());
                }
            });
            context.start();
            AsyncProducer in = context.getEndpoint("direct:in").createAsyncProducer();
            in.start();
            CountDownLatch done = new CountDownLatch(text.size());
            AtomicLong failed = new AtomicLong();
            long cpu = cpu();
            long start = System.nanoTime();
            for (String line : text) {
                Exchange exchange = in.getEndpoint().createExchange();
                exchange.getIn().setBody(line);
                in.process(exchange, sync -> {
                    if (exchange.getException() != null) {
                        failed.incrementAndGet();
                    }
                    done.countDown();
                });
            }
            require(done.await(60, TimeUnit.SECONDS) && failed.get() == 0, "all published");
            require(subscriber.waitFor(60, TimeUnit.SECONDS), "all delivered");
            return result(text.size(), start, cpu() - cpu);
        }
    }

    private double[] publishMosquitto(int qos, Path lines, int messages) throws Exception {
        Process subscriber = start(null, "mosquitto_sub -q " + qos + " -t bench -C " + messages);
        awaitSubscriber();
        long start = System.nanoTime();
        Process publisher = start(null, "mosquitto_pub -q " + qos + " -t bench -l < " + lines);
        require(publisher.waitFor(60, TimeUnit.SECONDS), "all published");
        if (!subscriber.waitFor(10, TimeUnit.SECONDS)) {
            System.out.println("mosquitto_pub did not deliver all");
            subscriber.destroy();
        }
        return result(messages, start, cpuOf(publisher));
    }

    private double[] receiveLink(int qos, Path lines, int messages, boolean backlog) throws Exception {
        Path file = folder.resolve("link.jsonl");
        Files.deleteIfExists(file);
        session(qos);
        if (backlog) {
            publish(qos, lines);
        }
        CountDownLatch done = new CountDownLatch(messages);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            MessageLines sinks = new MessageLines(Durations.CLOCK);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("paho-mqtt5:bench?clientId=backlog&cleanStart=false&sessionExpiryInterval=600"
                            + "&manualAcksEnabled=true&receiveMaximum=500&qos=" + qos + "&brokerUrl=" + broker.url())
                        .bean(sinks, "line")
                        .to("lines:" + folder + "?name=link&rotate=none")
                        .process(exchange -> done.countDown());
                }
            });
            long cpu = cpu();
            long start = System.nanoTime();
            context.start();
            if (!backlog) {
                awaitSubscriber();
                start = System.nanoTime();
                publish(qos, lines);
            }
            require(done.await(120, TimeUnit.SECONDS), "all received: " + done.getCount() + " missing");
            double[] result = result(messages, start, cpu() - cpu);
            require(Files.lines(file).count() == messages, "all in the file");
            return result;
        }
    }

    private double[] receiveMosquitto(int qos, Path lines, int messages, boolean backlog) throws Exception {
        session(qos);
        if (backlog) {
            publish(qos, lines);
        }
        long start = System.nanoTime();
        Process subscriber = start(folder.resolve("sub.txt"), "mosquitto_sub -V 5 -c -x 600 -i backlog -v -q " + qos
                + " -t bench -C " + messages);
        if (!backlog) {
            awaitSubscriber();
            start = System.nanoTime();
            publish(qos, lines);
        }
        require(subscriber.waitFor(120, TimeUnit.SECONDS), "all received");
        return result(messages, start, cpuOf(subscriber));
    }

    /** A durable, empty session of the client "backlog". */
    private void session(int qos) throws Exception {
        require(start(null, "mosquitto_sub -V 5 -i backlog -q " + qos + " -t bench -E").waitFor(10, TimeUnit.SECONDS),
                "session cleared");
        require(start(null, "mosquitto_sub -V 5 -c -x 600 -i backlog -q " + qos + " -t bench -E")
                .waitFor(10, TimeUnit.SECONDS), "session made");
    }

    private void publish(int qos, Path lines) throws Exception {
        require(start(null, "mosquitto_pub -V 5 -q " + qos + " -t bench -l < " + lines).waitFor(60, TimeUnit.SECONDS),
                "all published");
    }

    private Process start(Path output, String command) throws IOException {
        String program = command.split(" ")[0];
        String full = "TIMEFORMAT='%U %S'; time " + command.replaceFirst(program,
                Mosquitto.find(program).orElseThrow() + " -h 127.0.0.1 -p " + broker.port());
        return new ProcessBuilder("bash", "-c", full)
                .redirectOutput(output == null ? ProcessBuilder.Redirect.DISCARD
                : ProcessBuilder.Redirect.to(output.toFile()))
                .start();
    }

    /** User and system time that bash printed for the command, in nanoseconds. */
    private static long cpuOf(Process process) throws IOException {
        String[] times = new String(process.getErrorStream().readAllBytes()).strip().split("\\s+");
        return (long) ((Double.parseDouble(times[times.length - 2].replace(',', '.'))
                + Double.parseDouble(times[times.length - 1].replace(',', '.'))) * 1e9);
    }

    /** A subscriber that came later is served later: when this one has its message, the other is subscribed too. */
    private void awaitSubscriber() throws Exception {
        Process probe = start(null, "mosquitto_sub -t probe -W 1 -E");
        require(probe.waitFor(10, TimeUnit.SECONDS), "probe");
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double[] result(int messages, long start, long cpuNanos) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return new double[] {messages / seconds, cpuNanos / 1e3 / messages};
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not " + what);
        }
    }

    private void print() {
        System.out.println();
        List<String> names = List.copyOf(results.keySet());
        for (int i = 0; i + 1 < names.size(); i += 2) {
            double link = median(results.get(names.get(i)), 0);
            double peer = median(results.get(names.get(i + 1)), 0);
            System.out.printf(Locale.ROOT, "%-32s %8.0f msg/s %5.1f us   %-40s %8.0f msg/s %5.1f us   ratio %.2f%n",
                    names.get(i), link, median(results.get(names.get(i)), 1), names.get(i + 1), peer,
                    median(results.get(names.get(i + 1)), 1), link / peer);
        }
    }

    private static double median(List<double[]> rounds, int column) {
        double[] sorted = rounds.stream().mapToDouble(round -> round[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
