package campus.bench;

import static org.awaitility.Awaitility.await;

import campus.ErrorHandling;
import campus.SensorRoutes;
import campus.base.PackagedProperties;
import campus.base.Settings;
import campus.building.BuildingMessage;
import campus.building.BuildingSettings;
import campus.building.SensorFleet;
import campus.testkit.ManualClock;
import campus.testkit.Mosquitto;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A building of a hundred, ten thousand and a million sensors: readings per second made, and published to a Mosquitto
 * that has one subscriber; heap after a garbage collection, threads and connections.
 * {@code mvn -q test-compile exec:exec@building-bench -P-examples} prints them.
 */
public final class BuildingBench {

    /** Floors and rooms in each wing; four wings and four sensors in a room make 96, 10,000 and 1,000,000. */
    private static final int[][] SIZES = {{1, 6}, {25, 25}, {250, 250}};
    private static final int RATE = Integer.getInteger("rate", 5_000);
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(5);

    private BuildingBench() {
    }

    public static void main(String... args) throws Exception {
        for (int[] size : SIZES) {
            fleet(size);
        }
        if (Mosquitto.isInstalled()) {
            Path folder = Files.createTempDirectory("building-bench");
            for (int qos = 0; qos <= 1; qos++) {
                for (int[] size : SIZES) {
                    try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true", "max_inflight_messages 0",
                            "max_queued_messages 0", "queue_qos0_messages true", "log_type notice",
                            "persistence false")) {
                        published(broker, size, qos);
                    }
                }
            }
        }
        System.exit(0);
    }

    private static void fleet(int[] size) throws IOException {
        ManualClock clock = new ManualClock();
        long before = heap();
        Map<String, String> settings = settings(size, 0);
        settings.put("campus.sensors.rate", "500000");
        SensorFleet fleet = new SensorFleet(new BuildingSettings(Settings.of(settings), ""), clock);
        run(fleet, clock, WARM_UP);
        long count = run(fleet, clock, MEASURED);
        System.out.printf(Locale.ROOT, "%9d sensors  made       %8.0f readings/s  heap %+d KiB%n", fleet.size(),
                count / (double) MEASURED.toSeconds(), (heap() - before) / 1024);
    }

    private static long run(SensorFleet fleet, ManualClock clock, Duration length) {
        long end = System.nanoTime() + length.toNanos();
        long count = 0;
        while (System.nanoTime() < end) {
            clock.advance(Duration.ofMillis(10));
            List<BuildingMessage> due = fleet.due();
            count += due.size();
            fleet.published(due);
        }
        return count;
    }

    private static void published(Mosquitto broker, int[] size, int qos) throws Exception {
        AtomicLong received = new AtomicLong();
        Process subscriber = new ProcessBuilder(Mosquitto.find("mosquitto_sub").orElseThrow().toString(), "-h",
                "127.0.0.1", "-p", "" + broker.port(), "-q", "" + qos, "-t", "EDIFICIO_1/#").start();
        Thread counter = new Thread(() ->
                count(new BufferedReader(new InputStreamReader(subscriber.getInputStream())), received), "counter");
        counter.start();
        long heapBefore = heap();
        int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
        DefaultCamelContext context = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.putAll(settings(size, qos));
        properties.put("camel.component.paho-mqtt5.broker-url", broker.url());
        context.getPropertiesComponent().setInitialProperties(properties);
        context.addRoutes(new ErrorHandling());
        context.addRoutes(new SensorRoutes());
        context.getShutdownStrategy().setTimeout(2);
        context.start();
        runFor(WARM_UP, subscriber);
        long start = received.get();
        runFor(MEASURED, subscriber);
        double rate = (received.get() - start) / (double) MEASURED.toSeconds();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount() - threadsBefore;
        long heap = heap() - heapBefore;
        long connections = broker.log().lines().filter(line -> line.contains("New client connected")).count() - 1;
        System.out.printf(Locale.ROOT,
                "%9d sensors  QoS %d      %8.0f readings/s  heap %+d KiB  %d threads  %d connection(s)%n",
                (long) size[0] * size[1] * 16, qos, rate, heap / 1024, threads, connections);
        context.stop();
        subscriber.destroy();
        counter.join();
    }

    private static void count(BufferedReader lines, AtomicLong received) {
        try (lines) {
            while (lines.readLine() != null) {
                received.incrementAndGet();
            }
        } catch (IOException e) {
            // the subscriber was ended
        }
    }

    private static Map<String, String> settings(int[] size, int qos) throws IOException {
        Map<String, String> settings = new HashMap<>(PackagedProperties.load().values());
        settings.put("campus.building.password", "any");
        settings.put("campus.sensors.floors", "" + size[0]);
        settings.put("campus.sensors.rooms-per-wing", "" + size[1]);
        settings.put("campus.sensors.rate", "" + RATE);
        settings.put("campus.sensors.qos", "" + qos);
        return settings;
    }

    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void runFor(Duration length, Process subscriber) {
        await("subscriber").during(length).atMost(length.plusSeconds(1)).until(subscriber::isAlive);
    }
}
