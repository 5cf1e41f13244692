package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.link.camel.LinkComponent;
import campus.testkit.peer.ScriptedPeer;
import campus.testkit.peer.ScriptedPeerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;

/** A Camel context with one route to or from a {@link ScriptedPeer}. Its links retry sooner than those of a program. */
abstract class LinkFixture {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final LinkSettings.Delays DELAYS = new LinkSettings.Delays(Duration.ofMillis(20),
            Duration.ofSeconds(4), Duration.ofMillis(300));

    /** How many connections there were when the link was up. */
    private int seen = Integer.MAX_VALUE;
    private final List<String> completed = Collections.synchronizedList(new ArrayList<>());

    final String clientId = "it-" + UUID.randomUUID();
    final ScriptedPeer peer = ScriptedPeer.start().patience(TIMEOUT);
    final DefaultCamelContext context = new DefaultCamelContext();
    final List<String> handled = Collections.synchronizedList(new ArrayList<>());

    LinkFixture() {
        this(DELAYS);
    }

    LinkFixture(LinkSettings.Delays delays) {
        context.addComponent("paho-mqtt5", new LinkComponent(delays));
    }

    @AfterEach
    void stop() {
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(1500);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        context.stop();
        peer.close();
    }

    /** The route {@code in}, which subscribes to {@code x/#} and keeps its session. */
    void receive(String options, Processor handler) throws Exception {
        receiveFrom(peer.uri(), options, handler);
    }

    void receiveFrom(String brokerUrl, String options, Processor handler) throws Exception {
        String uri = "paho-mqtt5:x/#?brokerUrl=" + brokerUrl + "&clientId=" + clientId + "&cleanStart=false"
                + "&manualAcksEnabled=true" + common(options)
                + (options.contains("sessionExpiryInterval") ? "" : "&sessionExpiryInterval=86400");
        add(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("in").process(handler);
            }
        });
    }

    /** The route {@code out}, from {@code direct:out} to the topic {@code y}. */
    void publish(String options) throws Exception {
        publishTo(peer.uri(), options);
    }

    /** As above, by another way. */
    void publishTo(String brokerUrl, String options) throws Exception {
        String uri = "paho-mqtt5:y?brokerUrl=" + brokerUrl + common(options);
        add(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").routeId("out").errorHandler(noErrorHandler()).to(uri);
            }
        });
    }

    private static String common(String options) {
        return (options.contains("qos=") ? "" : "&qos=1")
                + (options.contains("connectionTimeout") ? "" : "&connectionTimeout=1")
                + (options.contains("maxReconnectDelay") ? "" : "&maxReconnectDelay=1000") + options;
    }

    void add(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
        context.start();
    }

    /** A handler that keeps the text of each message. */
    void note(Exchange exchange) {
        handled.add(exchange.getMessage().getBody(String.class));
    }

    CompletableFuture<Exchange> send(String text) {
        return send(text, 1);
    }

    /** The texts that were sent, in the order of their completion. */
    List<String> completed() {
        return completed;
    }

    /** Sends on this thread; the future completes with the exchange. */
    CompletableFuture<Exchange> send(String text, int qos) {
        Exchange exchange = context.getEndpoint("direct:out").createExchange();
        exchange.getMessage().setBody(text);
        exchange.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, qos);
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        ((DirectConsumer) context.getRoute("out").getConsumer()).getAsyncProcessor()
                .process(exchange, doneSync -> {
                    // Not after the future, whose completion another thread may see earlier.
                    completed.add(text);
                    done.complete(exchange);
                });
        return done;
    }

    List<CompletableFuture<Exchange>> sendInOrder(int count) {
        return texts(count).stream().map(this::send).toList();
    }

    static Exchange done(CompletableFuture<Exchange> sent) throws Exception {
        return sent.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    static List<String> texts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> "text " + n).toList();
    }

    static List<ScriptedPeerMessage> messages(int count) {
        return texts(count).stream().map(text -> ScriptedPeerMessage.of("x/1", text, 1)).toList();
    }

    HealthCheck.Result health() {
        List<HealthCheck.Result> all = HealthCheckHelper.invoke(context).stream()
                .filter(result -> result.getCheck().getId().startsWith("link:")).toList();
        assertThat(all).as("health checks of links").hasSize(1);
        return all.get(0);
    }

    boolean isUp() {
        return health().getState() == HealthCheck.State.UP;
    }

    void awaitUp() {
        await("link up").atMost(TIMEOUT).pollInterval(Duration.ofMillis(10)).until(this::isUp);
        seen = peer.connections().size();
    }

    /** Waits until the link has noticed the loss of its connection; it may have another one already. */
    void awaitDown() {
        await("link down").atMost(TIMEOUT).pollInterval(Duration.ofMillis(10))
                .until(() -> !isUp() || peer.connections().size() > seen);
    }

    void awaitHandled(int count) {
        await(count + " handled").atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10))
                .until(() -> handled.size() >= count);
    }

    /** The names of the threads of links in this process. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).map(Thread::getName)
                .filter(name -> name.startsWith("MQTT") || name.startsWith("link")).sorted().toList();
    }

    static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    void requireNoFaults() {
        assertThat(peer.faults()).as("faults").isEmpty();
        assertThat(peer.wrongAcks()).as("wrong acknowledgements").isEmpty();
    }
}
