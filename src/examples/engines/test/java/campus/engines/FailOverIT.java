package campus.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The primary of the pair is killed under load; the link has both addresses. */
@Tag("soak")
@Timeout(1200)
class FailOverIT {

    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String ACTIVE = "AMQ221007: Server is now active";
    private static final String COPIED = "AMQ221031: backup announced";

    @TempDir
    private Path folder;

    private final List<Integer> received = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Object>> sent = new CopyOnWriteArrayList<>();
    /** The first message that is sent after a kill, and when it came. */
    private final AtomicLong awaited = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong back = new AtomicLong();

    @Test
    void theLinkIsBackSoonAndNothingIsLost() throws Exception {
        int first = Ports.free();
        int second = Ports.free();
        int pairOfFirst = Ports.free();
        int pairOfSecond = Ports.free();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (ArtemisInstance primary = ArtemisInstance.create(folder, "primary", "-Dmqtt.port=" + first
                        + " -Dpair.port=" + pairOfFirst + " -Dother.port=" + pairOfSecond);
                ArtemisInstance backup = ArtemisInstance.create(folder, "backup", "-Dmqtt.port=" + second
                        + " -Dpair.port=" + pairOfSecond + " -Dother.port=" + pairOfFirst);
                DefaultCamelContext camel = link("tcp://127.0.0.1:" + first + ",tcp://127.0.0.1:" + second)) {
            primary.start(ACTIVE);
            backup.start(COPIED);
            camel.start();
            ProducerTemplate template = camel.createProducerTemplate();
            // What is published before the first subscription is nobody's.
            await().atMost(PATIENCE).until(() -> {
                template.sendBody("direct:out", "-1");
                return received.contains(-1);
            });
            timer.scheduleAtFixedRate(() -> send(template), 0, 5, TimeUnit.MILLISECONDS);

            List<Long> millis = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                awaitFurther(400);
                long begin = System.nanoTime();
                primary.kill();
                back.set(0);
                awaited.set(sent.size());
                await().atMost(PATIENCE).until(() -> back.get() != 0);
                millis.add((back.get() - begin) / 1_000_000);
                awaitFurther(400);
                // It takes over again when it has copied everything.
                primary.start(ACTIVE, "AMQ221020");
                // The backup copies it once more, and says so.
                int copies = round + 1;
                await().atMost(PATIENCE).until(() -> backup.count(COPIED) >= copies);
            }
            awaitFurther(400);
            timer.shutdown();
            assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            await().atMost(PATIENCE).until(() -> sent.stream().allMatch(CompletableFuture::isDone));
            assertThat(sent).as("sends that failed").noneMatch(CompletableFuture::isCompletedExceptionally);
            await().atMost(PATIENCE).until(() -> numbers().distinct().count() >= sent.size());

            System.out.println("primary killed " + ROUNDS + " times: link back after " + millis + " ms; " + sent.size()
                    + " messages, 0 lost, " + (numbers().count() - sent.size()) + " twice");
            assertThat(received).containsAll(IntStream.range(0, sent.size()).boxed().toList());
            assertThat(millis).allMatch(each -> each < 6000);
        } finally {
            timer.shutdownNow();
        }
    }

    private Stream<Integer> numbers() {
        return received.stream().filter(number -> number >= 0);
    }

    private void awaitFurther(int messages) {
        int before = received.size();
        await().atMost(PATIENCE).until(() -> received.size() >= before + messages);
    }

    private void send(ProducerTemplate template) {
        sent.add(template.asyncSendBody("direct:out", String.valueOf(sent.size())).thenApply(body -> body));
    }

    /** An application with the link: a publisher, and a subscriber in a durable session. */
    private DefaultCamelContext link(String urls) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getComponent("paho-mqtt5", PahoMqtt5Component.class).getConfiguration().setBrokerUrl(urls);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").to("paho-mqtt5:pair/numbers?qos=1");
                from("paho-mqtt5:pair/#?qos=1&clientId=reader&cleanStart=false&sessionExpiryInterval=3600"
                        + "&manualAcksEnabled=true").process(exchange -> {
                            int number = Integer.parseInt(exchange.getMessage().getBody(String.class));
                            received.add(number);
                            if (number >= awaited.get()) {
                                back.compareAndSet(0, System.nanoTime());
                            }
                        });
            }
        });
        return camel;
    }
}
