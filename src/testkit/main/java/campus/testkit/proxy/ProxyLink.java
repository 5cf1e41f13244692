package campus.testkit.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One connection through the {@link Proxy}: a socket to either side, and a thread for each direction. */
final class ProxyLink {

    private static final int PIECE = 64 * 1024;

    private final Proxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private final int target;
    private final Executor threads;
    private volatile boolean cut;

    ProxyLink(Proxy proxy, Socket client, int target, Executor threads) {
        this.proxy = proxy;
        this.client = client;
        this.target = target;
        this.threads = threads;
    }

    boolean isCut() {
        return cut;
    }

    /** Connects to the server, and forwards until both sides have ended. */
    void run() {
        try (client; server) {
            proxy.hold(this);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            CompletableFuture<Void> back = CompletableFuture.runAsync(() -> forward(server, client), threads);
            forward(client, server);
            back.join();
        } catch (IOException e) {
            // No server listens: the client sees its connection accepted and closed.
        }
    }

    /** Sends RST to both sides. */
    void cut() {
        cut = true;
        reset(client);
        reset(server);
        proxy.wake();
    }

    private void forward(Socket from, Socket to) {
        try {
            byte[] piece = new byte[PIECE];
            int length;
            while ((length = from.getInputStream().read(piece)) >= 0) {
                proxy.hold(this);
                to.getOutputStream().write(piece, 0, length);
            }
            proxy.hold(this);
            to.shutdownOutput();
        } catch (IOException e) {
            proxy.hold(this);
            cut();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Closed already.
        }
    }
}
