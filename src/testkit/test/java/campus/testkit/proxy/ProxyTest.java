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
        proxy = Proxy.to(target.getLocalPort());
        client = newClient();
        server = target.accept();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        proxy.close();
        target.close();
    }

    @Test
    void forwardsInBothDirectionsAndTheEndsToo() throws IOException {
        client.getOutputStream().write(1);
        assertThat(server.getInputStream().read()).isEqualTo(1);
        server.getOutputStream().write(2);
        assertThat(client.getInputStream().read()).isEqualTo(2);
        server.close();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void cutsBothSidesEvenIfItIsSilentAndTakesNewConnections() throws IOException {
        proxy.silent();
        client.getOutputStream().write(1);
        proxy.cut();
        proxy.resume();

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
        try (Socket next = newClient(); Socket behind = target.accept()) {
            next.getOutputStream().write(3);
            assertThat(behind.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void forwardsNothingWhileSilentAndAllOfItAfterwards() throws IOException {
        proxy.silent();
        client.getOutputStream().write(1);
        client.shutdownOutput();
        server.setSoTimeout(100);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        server.setSoTimeout(0);
        newClient().close();
        proxy.awaitAccepted(2);

        proxy.resume();
        assertThat(server.getInputStream().read()).isEqualTo(1);
        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void refusesAndAcceptsAgainOnTheSamePort() throws IOException {
        for (int round = 0; round < 20; round++) {
            proxy.refuse();
            assertThatThrownBy(this::newClient).isInstanceOf(ConnectException.class);
            proxy.accept();
            newClient().close();
        }
        client.getOutputStream().write(1);
        assertThat(server.getInputStream().read()).isEqualTo(1);
    }

    private Socket newClient() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }
}
