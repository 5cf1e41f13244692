package campus.testkit.proxy;

import static org.awaitility.Awaitility.await;

import campus.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on 127.0.0.1 in front of a server, as a network that a test can break without a change at either end. An
 * end of one side, with FIN or RST, is passed on to the other side.
 */
public final class Proxy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(5);

    private final int port = Ports.free();
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "proxy-" + port());
        thread.setDaemon(true);
        return thread;
    });
    private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private ServerSocket server;
    private CompletableFuture<Void> acceptor;
    private boolean silent;

    private Proxy(int target) {
        this.target = target;
    }

    /** A proxy that listens on a free port, and connects to this port of 127.0.0.1 for each connection. */
    public static Proxy to(int target) {
        Proxy proxy = new Proxy(target);
        proxy.accept();
        return proxy;
    }

    /** The TCP port for clients. */
    public int port() {
        return port;
    }

    /** The address as MQTT clients write it. */
    public String uri() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Ends all connections with RST to both sides; new ones are accepted. */
    public void cut() {
        links.forEach(ProxyLink::cut);
    }

    /** Forwards nothing from now on, neither bytes nor ends; new connections are accepted and get no answer. */
    public synchronized void silent() {
        silent = true;
    }

    /** Ends {@link #silent()}, and forwards all that has come meanwhile. */
    public synchronized void resume() {
        silent = false;
        notifyAll();
    }

    /** Stops listening; connections stay. */
    public void refuse() {
        try {
            server.close();
            // The system refuses only when the thread has left accept().
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens again, on the same port. */
    public void accept() {
        try {
            ServerSocket listener = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
            server = listener;
            acceptor = CompletableFuture.runAsync(() -> acceptFrom(listener), threads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until so many connections have been accepted since the start. */
    public void awaitAccepted(int count) {
        await(count + " accepted").atMost(PATIENCE).pollInterval(POLL).until(() -> accepted.get() >= count);
    }

    /** Stops listening, cuts all connections, and returns when none is left. */
    @Override
    public void close() {
        refuse();
        cut();
        await("the end of all connections").atMost(PATIENCE).pollInterval(POLL).until(links::isEmpty);
        threads.shutdown();
    }

    /** Returns when the proxy may forward something that it has read on a connection. */
    synchronized void hold(ProxyLink link) {
        try {
            while (silent && !link.isCut()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the threads that hold something for a connection look at it again. */
    synchronized void wake() {
        notifyAll();
    }

    private void acceptFrom(ServerSocket listener) {
        try {
            while (true) {
                ProxyLink link = new ProxyLink(this, listener.accept(), target, threads);
                links.add(link);
                accepted.incrementAndGet();
                threads.execute(() -> {
                    try {
                        link.run();
                    } finally {
                        links.remove(link);
                    }
                });
            }
        } catch (IOException e) {
            // The listener is closed.
        }
    }
}
