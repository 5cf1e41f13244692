package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import campus.testkit.MosquittoCertificates;
import campus.testkit.Ports;
import campus.testkit.proxy.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and WebSocket to a real Mosquitto: messages are delivered, also after a loss of the connections. */
class MosquittoTlsAndWebSocketIT {

    private static final List<String> SCHEMES = List.of("ssl", "ws", "wss");
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final Map<String, Proxy> proxies = new ConcurrentHashMap<>();
    private final Map<String, Queue<String>> received = new ConcurrentHashMap<>();
    private MosquittoCertificates certificates;
    private Mosquitto broker;
    private MosquittoCamel camel;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so there is no broker");
        certificates = new MosquittoCertificates(folder);
        List<String> certificate = new ArrayList<>(certificates.sign("server", "ip:127.0.0.1", false));
        List<String> config = new ArrayList<>(List.of("allow_anonymous true"));
        for (String scheme : SCHEMES) {
            int port = Ports.free();
            ports.put(scheme, port);
            config.add("listener " + port + " 127.0.0.1");
            if (scheme.startsWith("ws")) {
                config.add("protocol websockets");
            }
            if (!scheme.equals("ws")) {
                config.addAll(certificate);
            }
        }
        broker = Mosquitto.start(folder, config.toArray(String[]::new));
        camel = new MosquittoCamel().bind("trust", certificates.sockets(null));
        for (String scheme : SCHEMES) {
            proxies.put(scheme, Proxy.to(ports.get(scheme)));
            received.put(scheme, new ConcurrentLinkedQueue<>());
            String options = "brokerUrl=" + scheme + "://127.0.0.1:" + proxies.get(scheme).port()
                    + "&keepAliveInterval=1&connectionTimeout=1&maxReconnectDelay=500"
                    + (scheme.equals("ws") ? "" : "&socketFactory=#trust");
            camel.consume("from-" + scheme, "paho-mqtt5:topic/" + scheme + "?" + options, exchange ->
                    received.get(scheme).add(exchange.getMessage().getBody(String.class)));
            camel.publish(scheme, "paho-mqtt5:topic/" + scheme + "?" + options);
        }
        camel.start();
        awaitUp(Instant.EPOCH);
    }

    @AfterEach
    void stop() throws Exception {
        if (camel != null) {
            camel.close();
            proxies.values().forEach(Proxy::close);
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void messagesAreDeliveredAgainAfterAKillAndAfterSilence() throws Exception {
        exchange("at first");
        // More than one frame, more than one TLS record, and each of the three lengths of a WebSocket frame.
        exchange("x".repeat(200));
        exchange("x".repeat(70_000));

        Instant kill = Instant.now();
        broker.kill();
        broker.restart();
        awaitUp(kill);
        exchange("after the kill");

        Instant silence = Instant.now();
        proxies.values().forEach(Proxy::silent);
        await().atMost(Duration.ofSeconds(7)).until(() -> links().stream().noneMatch(camel::isUp));
        proxies.values().forEach(Proxy::resume);
        awaitUp(silence);
        exchange("after the silence");

        assumeTrue(MosquittoSockets.canBeCounted(), "this system does not list the sockets of a process");
        // One for the consumer and one for the producer: those of lost connections are closed.
        await().atMost(SOON).untilAsserted(() -> assertThat(proxies).allSatisfy((scheme, proxy) ->
                assertThat(MosquittoSockets.connectedTo(proxy.port())).as(scheme).filteredOn(state ->
                        !state.equals("06")).containsExactly("01", "01")));
    }

    private void exchange(String text) throws Exception {
        for (String scheme : SCHEMES) {
            CompletableFuture<Void> sent = camel.send(scheme, text);
            sent.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(received).allSatisfy(
                (scheme, texts) -> assertThat(texts).as(scheme).contains(text)));
    }

    private void awaitUp(Instant downSince) {
        await().atMost(SOON).untilAsserted(() -> assertThat(links()).allSatisfy(
                link -> assertThat(camel.isUpSince(link, downSince)).as(link).isTrue()));
    }

    private static List<String> links() {
        return SCHEMES.stream().flatMap(scheme -> List.of("from-" + scheme, "to topic/" + scheme).stream()).toList();
    }
}
