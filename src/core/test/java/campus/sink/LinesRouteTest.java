package campus.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LinesRouteTest {

    private static final int THREADS = 4;
    private static final int EACH = 5000;

    @TempDir
    private Path folder;
    private final ManualClock clock = new ManualClock();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private ProducerTemplate template;
    private AsyncProducer producer;

    @BeforeEach
    void prepare() throws Exception {
        context.getComponent("lines", LinesComponent.class).setClock(clock);
        template = context.createProducerTemplate();
        producer = context.getEndpoint("direct:in").createAsyncProducer();
        producer.start();
    }

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?maxSize=20KB", "?sync=true"})
    void everyLineIsThereInTheOrderOfItsThread(String options) throws Exception {
        start("lines:" + folder + options);
        List<CompletableFuture<List<CompletableFuture<Exchange>>>> senders = IntStream.range(0, THREADS)
                .mapToObj(thread -> CompletableFuture.supplyAsync(() -> send(thread))).toList();
        for (CompletableFuture<List<CompletableFuture<Exchange>>> sender : senders) {
            for (CompletableFuture<Exchange> sent : sender.get()) {
                assertThat(sent.get().getException()).isNull();
            }
        }
        List<String> lines = lines();
        assertThat(lines).hasSize(THREADS * EACH);
        for (int thread = 0; thread < THREADS; thread++) {
            String prefix = thread + ":";
            assertThat(lines.stream().filter(line -> line.startsWith(prefix)))
                    .containsExactlyElementsOf(bodies(thread));
        }
    }

    @Test
    void theExchangeContinuesWhenItsLineIsInTheFile() throws Exception {
        AtomicInteger missing = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("lines:" + folder + "?rotate=none").process(exchange -> {
                    String line = exchange.getMessage().getBody(String.class);
                    if (!Files.readAllLines(folder.resolve("readings.jsonl")).contains(line)) {
                        missing.incrementAndGet();
                    }
                });
            }
        });
        context.start();
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 200).mapToObj(i -> asyncSend("line " + i)).toList();
        for (CompletableFuture<Exchange> one : sent) {
            assertThat(one.get().getException()).isNull();
        }
        assertThat(missing).hasValue(0);
    }

    @Test
    void linesInFlightAreWrittenWhenTheContextStops() throws Exception {
        start("lines:" + folder);
        List<CompletableFuture<Exchange>> sent = send(0);
        context.stop();
        assertThat(sent).allSatisfy(one -> assertThat(one.getNow(null).getException()).isNull());
        assertThat(lines()).containsExactlyElementsOf(bodies(0));
    }

    @Test
    void anEndpointMayBeMadeForEachMessage() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").toD("lines:" + folder + "?rotate=none&name=${body}");
            }
        });
        context.start();
        for (String name : List.of("a", "b", "a")) {
            assertThat(asyncSend(name).get().getException()).isNull();
        }
        assertThat(folder.resolve("a.jsonl")).hasContent("a\na\n");
        assertThat(folder.resolve("b.jsonl")).hasContent("b\n");
    }

    @Test
    void linesInTheQueueAreWrittenWhenTheLastProducerStops() throws Exception {
        LinesEndpoint endpoint = context.getEndpoint("lines:" + folder, LinesEndpoint.class);
        context.start();
        LineQueue queue = endpoint.open();
        CountDownLatch open = new CountDownLatch(1);
        queue.add(bytes("0"), failure -> await(open));
        for (int i = 1; i < 5000; i++) {
            queue.add(bytes("" + i), failure -> assertThat(failure).isNull());
        }
        CompletableFuture<Void> released = CompletableFuture.runAsync(endpoint::release);
        open.countDown();
        released.get();
        assertThat(lines()).containsExactlyElementsOf(IntStream.range(0, 5000).mapToObj(i -> "" + i).toList());
        assertThatThrownBy(() -> queue.add(bytes("late"), failure -> { })).hasMessageContaining("too late");
    }

    @Test
    void aStoppedRouteContinuesAfterAStart() throws Exception {
        start("lines:" + folder);
        template.sendBody("direct:in", "a");
        context.getRouteController().stopRoute("lines");
        context.getRouteController().startRoute("lines");
        template.sendBody("direct:in", "b");
        assertThat(lines()).containsExactly("a", "b");
    }

    @Test
    void aProducerWaitsWhileTheQueueIsFull() throws Exception {
        LinesEndpoint endpoint = context.getEndpoint("lines:" + folder, LinesEndpoint.class);
        context.start();
        LineQueue queue = endpoint.open();
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        queue.add(bytes("0"), failure -> {
            busy.countDown();
            await(open);
        });
        busy.await();
        for (int i = 1; i <= 10_000; i++) {
            queue.add(bytes("" + i), failure -> { });
        }
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue.add(bytes("refused"), failure -> { })).isInstanceOf(InterruptedException.class);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> addLast(queue));
        Awaitility.await().during(Duration.ofMillis(50)).until(() -> !waiting.isDone());
        open.countDown();
        waiting.get();
        endpoint.release();
        assertThat(lines()).hasSize(10_002).endsWith("last");
    }

    @Test
    void aRenamedFileIsOpenedAgain() throws Exception {
        start("lines:" + folder + "?rotate=none&name=a b");
        template.sendBody("direct:in", "a");
        Files.move(folder.resolve("a b.jsonl"), folder.resolve("old"));
        clock.advance(Duration.ofSeconds(1));
        template.sendBody("direct:in", bytes("b\n"));
        assertThat(folder.resolve("old")).hasContent("a\n");
        assertThat(folder.resolve("a b.jsonl")).hasContent("b\n");
    }

    @Test
    void aLineThatCannotBeWrittenFailsItsExchangeAndTheNextIsWritten() throws Exception {
        Path file = folder.resolve("readings-2026-11-21.jsonl");
        Files.createDirectory(file);
        start("lines:" + folder);
        assertThat(asyncSend("a").get().getException()).isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
        Files.delete(file);
        assertThat(asyncSend("b").get().getException()).isNull();
        assertThat(asyncSend(null).get().getException()).isInstanceOf(InvalidPayloadException.class);
        assertThat(lines()).containsExactly("b");
    }

    @Test
    void twoEndpointsMayHaveTheSameFile() throws Exception {
        start("lines:" + folder + "?name=a&rotate=none", "lines:" + folder + "?rotate=none&name=a&maxSize=1GB");
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 2000).mapToObj(i -> asyncSend("line" + i)).toList();
        for (CompletableFuture<Exchange> one : sent) {
            assertThat(one.get().getException()).isNull();
        }
        assertThat(lines()).hasSize(4000).allMatch(line -> line.matches("line\\d+"));
    }

    /** The second step runs on the writer's own thread, which must not wait for itself. */
    @Test
    void aRouteMayWriteTwiceToTheSameEndpointEvenSynchronously() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("lines:" + folder).to("lines:" + folder)
                        .process(exchange -> template.requestBody("direct:again", "again"));
                from("direct:again").to("lines:" + folder);
            }
        });
        context.start();
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 15_000).mapToObj(i -> asyncSend("x")).toList();
        for (CompletableFuture<Exchange> one : sent) {
            assertThat(one.get().getException()).isNull();
        }
        assertThat(lines()).hasSize(45_000);
    }

    private void start(String... sinks) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in").routeId("lines").to(sinks);
            }
        });
        context.start();
    }

    private List<CompletableFuture<Exchange>> send(int thread) {
        return bodies(thread).stream().map(this::asyncSend).toList();
    }

    private static List<String> bodies(int thread) {
        return IntStream.range(0, EACH).mapToObj(i -> thread + ":" + i).toList();
    }

    /** Sends on the caller's thread, so in the caller's order; completes with the exchange. */
    private CompletableFuture<Exchange> asyncSend(Object body) {
        Exchange exchange = context.getEndpoint("direct:in").createExchange();
        exchange.getMessage().setBody(body);
        return producer.processAsync(exchange);
    }

    private static void addLast(LineQueue queue) {
        try {
            queue.add(bytes("last"), failure -> { });
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String line) {
        return line.getBytes(UTF_8);
    }

    /** All lines of all files, the oldest file first. */
    private List<String> lines() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.sorted(Comparator.comparingInt(LinesRouteTest::number)).toList();
        }
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            String text = Files.readString(file);
            assertThat(text).endsWith("\n");
            lines.addAll(text.lines().toList());
        }
        return lines;
    }

    private static int number(Path file) {
        String[] parts = file.getFileName().toString().split("\\.");
        return parts.length == 3 ? Integer.parseInt(parts[1]) : 0;
    }
}
