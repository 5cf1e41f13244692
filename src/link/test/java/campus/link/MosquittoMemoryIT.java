package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receive Maximum bounds the messages that a consumer has in memory, whatever the number that waits at the broker. */
class MosquittoMemoryIT {

    private static final int PAYLOAD = 64 << 10;
    private static final int OUTSTANDING = 100;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsMosquitto() {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so nothing can wait there");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void consumesMoreThanItsMemoryThatWaitsAtTheBroker(int qos) throws Exception {
        consume(qos, 64 << 20, "-Xmx48m", 30);
    }

    @Tag("soak")
    @Test
    void consumesMuchMoreThanItsMemoryThatWaitsAtTheBroker() throws Exception {
        consume(1, 1 << 30, "-Xmx128m", 120);
    }

    private void consume(int qos, int backlog, String memory, int seconds) throws Exception {
        int count = backlog / PAYLOAD;
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true", "max_queued_messages 0",
                "max_inflight_messages 0", "persistence true", "persistence_location " + folder + "/")) {
            String consumer = "paho-mqtt5:backlog?clientId=memory&cleanStart=false&sessionExpiryInterval=3600"
                    + "&manualAcksEnabled=true&receiveMaximum=200&qos=" + qos + "&brokerUrl=" + broker.url();
            try (MosquittoCamel session = new MosquittoCamel().consume("memory", consumer, exchange -> { }).start()) {
                await().until(() -> session.isUp("memory"));
            }
            fill(broker, qos, count);
            // Mosquitto then sends all that waits at once, whatever Receive Maximum is.
            broker.restart();
            Path output = folder.resolve("memory.txt");
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    memory, "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                    System.getProperty("java.class.path"),
                    MosquittoMemory.class.getName(), consumer, String.valueOf(count), String.valueOf(seconds))
                    .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            try {
                assertThat(process.waitFor(seconds + 10, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as(Files.readString(output)).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static void fill(Mosquitto broker, int qos, int count) throws Exception {
        byte[] payload = new byte[PAYLOAD];
        Semaphore outstanding = new Semaphore(OUTSTANDING);
        AtomicInteger published = new AtomicInteger();
        try (MosquittoCamel camel = new MosquittoCamel()
                .publish("fill", "paho-mqtt5:backlog?qos=" + qos + "&brokerUrl=" + broker.url()).start()) {
            for (int i = 0; i < count; i++) {
                outstanding.acquire();
                camel.send("fill", payload).whenComplete((nothing, failure) -> {
                    published.addAndGet(failure == null ? 1 : 0);
                    outstanding.release();
                });
            }
            assertThat(outstanding.tryAcquire(OUTSTANDING, 30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(published).hasValue(count);
    }
}
