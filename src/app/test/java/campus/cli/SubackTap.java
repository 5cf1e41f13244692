package campus.cli;

import campus.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP proxy before a broker that counts the acknowledged subscriptions. */
final class SubackTap implements AutoCloseable {

    /** First byte of a SUBACK (MQTT 5 section 3.9.1). */
    private static final int SUBACK = 0x90;

    private final ServerSocket server;
    private final int broker;
    private final AtomicInteger subacks = new AtomicInteger();
    private volatile long last = System.nanoTime();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private SubackTap(int broker) throws IOException {
        this.broker = broker;
        server = new ServerSocket(Ports.free(), 0, InetAddress.getByName("127.0.0.1"));
    }

    /** Listens on a free port of 127.0.0.1 for clients of the broker on the given one, which may start later. */
    static SubackTap to(int broker) {
        try {
            SubackTap tap = new SubackTap(broker);
            start(() -> tap.accept());
            return tap;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Number of SUBACK so far. A broker sends one as an answer, so it is at the beginning of what is read at once. */
    int subacks() {
        return subacks.get();
    }

    /** Whether there was no SUBACK for that time. */
    boolean quietFor(Duration time) {
        return System.nanoTime() - last > time.toNanos();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        try (client; Socket there = new Socket(server.getInetAddress(), broker)) {
            sockets.add(there);
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            start(() -> forward(client, there));
            forward(there, client);
        }
    }

    private void forward(Socket from, Socket to) throws IOException {
        byte[] piece = new byte[64 * 1024];
        for (int length = from.getInputStream().read(piece); length >= 0; length = from.getInputStream().read(piece)) {
            to.getOutputStream().write(piece, 0, length);
            if (from.getPort() == broker && (piece[0] & 0xff) == SUBACK) {
                last = System.nanoTime();
                subacks.incrementAndGet();
            }
        }
        to.shutdownOutput();
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One side has gone.
            }
        }, "suback-tap");
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
