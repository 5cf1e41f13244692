package campus.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port to listen on, to leave, and to come back to. It lies below those that the system gives to clients: one that
 * tries again and again where nobody listens could else be given that very port and connect to itself, or another
 * program could take it meanwhile.
 */
public final class ProxyPort {

    private static final int FIRST = 20_000;
    private static final int END = 30_000;

    private ProxyPort() {
    }

    /** A port on 127.0.0.1 that nobody listened on a moment ago. */
    public static int free() {
        for (int tries = 0; tries < END - FIRST; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("No free port from " + FIRST + " to " + (END - 1));
    }
}
