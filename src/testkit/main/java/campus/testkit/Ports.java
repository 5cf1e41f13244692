package campus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP ports for tests, to listen on, to leave and to come back to. They lie below the ports that the system gives to
 * clients: else a client that connects again and again to a port without a listener could be given that very port and
 * connect to itself, or another program could take the port meanwhile.
 */
public final class Ports {

    private static final int FIRST = 12_000;
    private static final int COUNT = 20_000;
    /** Two modules at a time: numbers from 1 for unit tests, from 11 for the others. */
    private static final int JVMS = 8;

    /**
     * Each JVM of a build begins elsewhere, and gives no port twice until it has given all. Those that run at a time
     * are far apart: a client of a test that has ended may still try the port of its broker.
     */
    private static final AtomicInteger NEXT = new AtomicInteger(Integer.getInteger("tests.fork", 1) * COUNT / JVMS
            + ThreadLocalRandom.current().nextInt(COUNT / JVMS / 2));

    private Ports() {
    }

    /** A port on 127.0.0.1 without a listener. */
    public static int free() {
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + NEXT.getAndIncrement() % COUNT;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Taken: the next one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("No free port from " + FIRST + " to " + (FIRST + COUNT - 1));
    }
}
