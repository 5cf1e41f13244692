package campus.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A TCP proxy on 127.0.0.1 in front of a server, as the network that a test can break without touching either end. What
 * one end does, FIN or RST, the other end sees, later where the proxy is silent or slow.
 */
public final class Proxy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Object lock = new Object();
    private final int port;
    private final int target;
    private final List<ProxyLink> links = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile ServerSocket server;
    private volatile Thread acceptor;
    private Duration delay = Duration.ZERO;
    private boolean silent;
    private boolean closed;
    private int accepted;

    private Proxy(int target) {
        this.port = ProxyPort.free();
        this.target = target;
    }

    /** A proxy that listens on a free port and connects to this one, for each connection anew. */
    public static Proxy to(int target) {
        Proxy proxy = new Proxy(target);
        proxy.accept();
        return proxy;
    }

    public int port() {
        return port;
    }

    /** The address as MQTT clients write it. */
    public String uri() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Ends all connections with RST to both sides; new ones are welcome. */
    public void cut() {
        List<ProxyLink> all;
        synchronized (lock) {
            all = List.copyOf(links);
        }
        all.forEach(ProxyLink::cut);
    }

    /** Forwards nothing from now on, neither bytes nor ends; new connections are accepted and get no answer. */
    public void silent() {
        synchronized (lock) {
            silent = true;
        }
    }

    /** Ends {@link #silent()} and forwards what has gathered. */
    public void resume() {
        synchronized (lock) {
            silent = false;
            lock.notifyAll();
        }
    }

    /** Holds back each piece that is read for so long, one after the other. */
    public void delay(Duration each) {
        synchronized (lock) {
            delay = each;
        }
    }

    /** Stops listening; connections live on. */
    public void refuse() {
        try {
            server.close();
            // The system refuses only when the thread has left accept().
            acceptor.join(PATIENCE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens again, on the same port. */
    public void accept() {
        synchronized (lock) {
            if (server != null && !server.isClosed()) {
                return;
            }
            try {
                ServerSocket current = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
                server = current;
                acceptor = start("accept", () -> acceptFrom(current));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How many connections have been accepted since the start. */
    public int accepted() {
        synchronized (lock) {
            return accepted;
        }
    }

    /** How many connections neither side has ended completely. */
    public int open() {
        synchronized (lock) {
            return links.size();
        }
    }

    /** Waits until so many connections have been accepted since the start. */
    public void awaitAccepted(int count) {
        await(count + " accepted", () -> accepted >= count);
    }

    /** Waits until exactly so many connections are open. */
    public void awaitOpen(int count) {
        await(count + " open", () -> links.size() == count);
    }

    /** Stops listening, cuts all connections, and returns when no thread is left. */
    @Override
    public void close() {
        refuse();
        synchronized (lock) {
            closed = true;
        }
        cut();
        try {
            for (Thread left = anyThread(); left != null; left = anyThread()) {
                left.join(PATIENCE.toMillis());
                if (left.isAlive()) {
                    throw new AssertionError(left + " does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int target() {
        return target;
    }

    /** Returns when the proxy may forward something that has been read on a connection. */
    void hold(ProxyLink link) {
        synchronized (lock) {
            long due = System.nanoTime() + delay.toNanos();
            long left = delay.toNanos();
            while (!link.isCut() && (silent || left > 0)) {
                waitFor(silent ? PATIENCE.toNanos() : left);
                left = due - System.nanoTime();
            }
        }
    }

    /** Lets those who hold something for a connection look at it again. */
    void wake() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    void ended(ProxyLink link) {
        synchronized (lock) {
            links.remove(link);
            lock.notifyAll();
        }
    }

    Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, "proxy-" + port + "-" + name);
        thread.setDaemon(true);
        synchronized (lock) {
            threads.removeIf(each -> each.getState() == Thread.State.TERMINATED);
            threads.add(thread);
            thread.start();
        }
        return thread;
    }

    private Thread anyThread() {
        synchronized (lock) {
            threads.removeIf(each -> each.getState() == Thread.State.TERMINATED);
            return threads.isEmpty() ? null : threads.get(0);
        }
    }

    private void acceptFrom(ServerSocket current) {
        try {
            while (true) {
                Socket client = current.accept();
                synchronized (lock) {
                    if (closed) {
                        client.close();
                        return;
                    }
                    ProxyLink link = new ProxyLink(this, client);
                    links.add(link);
                    accepted++;
                    start("link-" + accepted, link::run);
                    lock.notifyAll();
                }
            }
        } catch (IOException closed) {
            // Stopped listening: that is how this thread ends.
        }
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (lock) {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("Waited for " + what
                            + "; accepted " + accepted + ", open " + links.size());
                }
                waitFor(left);
            }
        }
    }

    private void waitFor(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(lock, Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting", e);
        }
    }
}
