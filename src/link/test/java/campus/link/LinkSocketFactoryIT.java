package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import campus.testkit.MosquittoCertificates;
import campus.testkit.NoDelay;
import campus.testkit.Ports;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code socketFactory} with a factory of sockets without TLS. */
class LinkSocketFactoryIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final Queue<Socket> made = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void requireMosquitto() {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so there is no broker");
    }

    @Test
    void itsSocketsCarryMessages() throws Exception {
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true");
             MosquittoCamel camel = new MosquittoCamel().bind("sockets", factory())) {
            String uri = "paho-mqtt5:topic/a?socketFactory=#sockets&brokerUrl=" + broker.url();
            camel.consume("reader", uri, exchange ->
                    received.add(exchange.getMessage().getBody(byte[].class).length));
            camel.publish("writer", uri).start();
            await().atMost(SOON).until(() -> camel.isUp("reader") && camel.isUp("to topic/a"));
            for (int size : new int[] {0, 100, 100_000, 3_000_000}) {
                camel.send("writer", new byte[size]).get(SOON.toSeconds(), TimeUnit.SECONDS);
            }
            await().atMost(SOON).untilAsserted(() ->
                    assertThat(received).containsExactly(0, 100, 100_000, 3_000_000));
            assertThat(made).hasSize(2);
        }
        await().atMost(SOON).until(() -> made.stream().allMatch(Socket::isClosed));
    }

    /** The Java platform does not trust the broker's certificate. */
    @Test
    void tlsIsMadeOnItsSockets() throws Exception {
        int port = Ports.free();
        MosquittoCertificates certificates = new MosquittoCertificates(folder);
        List<String> config = new ArrayList<>(certificates.sign("server", "ip:127.0.0.1", false));
        config.add(0, "listener " + port + " 127.0.0.1");
        config.add("allow_anonymous true");
        try (Mosquitto broker = Mosquitto.start(folder, config.toArray(String[]::new));
             MosquittoCamel camel = new MosquittoCamel().bind("sockets", factory())) {
            camel.consume("reader", "paho-mqtt5:topic/a?socketFactory=#sockets&brokerUrl=ssl://127.0.0.1:" + port,
                    exchange -> { }).start();
            await().atMost(SOON).untilAsserted(() -> assertThat(camel.reason("reader"))
                    .startsWith("TLS: the broker's certificate is signed by an unknown CA"));
            assertThat(made).isNotEmpty();
        }
    }

    private SocketFactory factory() {
        return new NoDelay() {
            @Override
            public Socket createSocket() throws IOException {
                Socket socket = super.createSocket();
                made.add(socket);
                return socket;
            }
        };
    }
}
