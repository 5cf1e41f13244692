package campus.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTest {

    private ServerSocket target;
    private Proxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        target.setSoTimeout(10_000);
        proxy = Proxy.to(target.getLocalPort());
        client = newClient();
        server = target.accept();
        server.setSoTimeout(10_000);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        proxy.close();
        target.close();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("proxy-" + proxy.port()));
    }

    @Test
    void forwardsInBothDirectionsAndTheEndsToo() throws IOException {
        client.getOutputStream().write(1);
        assertThat(server.getInputStream().read()).isEqualTo(1);
        server.getOutputStream().write(2);
        assertThat(client.getInputStream().read()).isEqualTo(2);
        assertThat(proxy.accepted()).isEqualTo(1);
        assertThat(proxy.open()).isEqualTo(1);

        server.close();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        client.close();
        proxy.awaitOpen(0);
    }

    @Test
    void cutsBothSidesAndTakesNewConnections() throws IOException {
        proxy.cut();

        assertReset(client);
        assertReset(server);
        proxy.awaitOpen(0);
        try (Socket next = newClient(); Socket behind = target.accept()) {
            next.getOutputStream().write(3);
            assertThat(behind.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void passesOnAReset() throws IOException {
        server.setSoLinger(true, 0);
        server.close();

        assertReset(client);
    }

    @Test
    void forwardsNothingWhileSilentAndAllOfItAfterwards() throws IOException {
        proxy.silent();
        client.getOutputStream().write(1);
        server.getOutputStream().write(2);
        assertNothingComes(server);
        assertNothingComes(client);
        try (Socket mute = newClient()) {
            proxy.awaitAccepted(2);
            assertNothingComes(mute);
            server.shutdownOutput();
            assertNothingComes(client);
            assertThat(proxy.open()).isEqualTo(2);

            proxy.resume();
            assertThat(server.getInputStream().read()).isEqualTo(1);
            assertThat(client.getInputStream().read()).isEqualTo(2);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            target.accept().close();
            assertThat(mute.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void cutsWhatIsSilent() throws IOException {
        proxy.silent();
        client.getOutputStream().write(1);
        proxy.cut();

        assertReset(client);
        assertReset(server);
    }

    @Test
    void refusesAndAcceptsAgainOnTheSamePort() throws IOException {
        for (int round = 0; round < 50; round++) {
            proxy.refuse();
            assertThatThrownBy(this::newClient).isInstanceOf(ConnectException.class);
            proxy.accept();
            newClient().close();
        }
        client.getOutputStream().write(1);
        assertThat(server.getInputStream().read()).isEqualTo(1);
    }

    @Test
    void acceptsAndClosesWhereNobodyIsBehindIt() throws IOException {
        target.close();
        try (Socket nobody = newClient()) {
            assertThat(nobody.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void delaysWhatItForwards() throws IOException {
        proxy.delay(Duration.ofMillis(200));
        long start = System.nanoTime();
        client.getOutputStream().write(1);
        assertThat(server.getInputStream().read()).isEqualTo(1);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    private Socket newClient() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }

    private static void assertNothingComes(Socket socket) throws IOException {
        socket.setSoTimeout(100);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(10_000);
    }
}
