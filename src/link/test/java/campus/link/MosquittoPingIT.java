package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A WebSocket PING from the server. Mosquitto sends one only after minutes, so here a proxy sends it. */
class MosquittoPingIT {

    private static final byte[] PING = {(byte) 0x89, 4, 'l', 'i', 'v', 'e'};
    private static final int MASKED_PONG = 0x8A84;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsMosquitto() {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so there is no WebSocket");
    }

    @Test
    void aPingIsAnsweredAndTheConnectionStays() throws Exception {
        int port = Ports.free();
        Queue<String> received = new ConcurrentLinkedQueue<>();
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true", "listener " + port + " 127.0.0.1",
                "protocol websockets");
                PingProxy proxy = new PingProxy(port);
                MosquittoCamel camel = new MosquittoCamel()) {
            camel.consume("pinged", "paho-mqtt5:topic?brokerUrl=ws://127.0.0.1:" + proxy.port(), exchange ->
                    received.add(exchange.getMessage().getBody(String.class)));
            camel.publish("out", "paho-mqtt5:topic?brokerUrl=" + broker.url());
            camel.start();
            await().until(() -> camel.isUp("pinged"));
            for (int i = 1; i <= 3; i++) {
                int count = i;
                proxy.ping();
                await().until(() -> proxy.pongs() == count);
                camel.send("out", "after ping " + i).get(5, TimeUnit.SECONDS);
                await().untilAsserted(() -> assertThat(received).contains("after ping " + count));
            }
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    /** Forwards both ways, and adds PING frames while the server sends nothing. */
    private static final class PingProxy implements AutoCloseable {

        private final ServerSocket server;
        private final int target;
        private final AtomicInteger connections = new AtomicInteger();
        private final AtomicInteger pongs = new AtomicInteger();
        private volatile Socket client;
        private volatile Socket broker;

        private PingProxy(int target) throws IOException {
            this.target = target;
            this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            run(this::accept);
        }

        private int port() {
            return server.getLocalPort();
        }

        private int connections() {
            return connections.get();
        }

        private int pongs() {
            return pongs.get();
        }

        private synchronized void ping() throws IOException {
            client.getOutputStream().write(PING);
        }

        private void accept() throws IOException {
            while (true) {
                Socket accepted = server.accept();
                connections.incrementAndGet();
                client = accepted;
                broker = new Socket(InetAddress.getLoopbackAddress(), target);
                run(() -> forward(accepted, broker));
                run(() -> forward(broker, accepted));
            }
        }

        private void forward(Socket from, Socket to) throws IOException {
            byte[] piece = new byte[1 << 16];
            for (int length = from.getInputStream().read(piece); length > 0;
                    length = from.getInputStream().read(piece)) {
                if (from == client && length >= 10 && ((piece[0] & 0xFF) << 8 | piece[1] & 0xFF) == MASKED_PONG) {
                    byte[] echo = new byte[4];
                    for (int i = 0; i < echo.length; i++) {
                        echo[i] = (byte) (piece[6 + i] ^ piece[2 + i]);
                    }
                    assertThat(echo).isEqualTo("live".getBytes(StandardCharsets.US_ASCII));
                    pongs.incrementAndGet();
                }
                synchronized (this) {
                    to.getOutputStream().write(Arrays.copyOf(piece, length));
                }
            }
            to.close();
        }

        private interface Work {

            void run() throws IOException;
        }

        private static void run(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException closed) {
                    // The connection and the test have ended.
                }
            }, "ping proxy");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() {
            try {
                server.close();
                if (client != null) {
                    client.close();
                    broker.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
