package campus.link.probe;

import campus.link.LinkSettings;
import campus.link.wire.Packet;
import campus.link.wire.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** The transport of a {@link DiagnosticConnection}: packets in and out, each read with a time limit. */
final class DiagnosticTransport {

    private static final Duration REFUSAL = Duration.ofMillis(300);

    private final Transport transport;
    private final Duration timeout;

    DiagnosticTransport(URI url, LinkSettings settings) {
        this.transport = new Transport(url, settings.options(), packet -> false);
        this.timeout = settings.connectTimeout();
    }

    String host() {
        return transport.host();
    }

    int port() {
        return transport.port();
    }

    /** The address of the peer, as {@code 127.0.0.1:1883}. */
    String connect() throws IOException {
        transport.connect();
        readTimeout(timeout);
        return transport.carrier().getRemoteSocketAddress().toString().replaceFirst("^.*/", "");
    }

    /** Empty if the scheme does not ask for TLS. */
    Optional<SSLSession> secure() throws IOException {
        transport.secure();
        if (!(transport.carrier() instanceof SSLSocket secured)) {
            return Optional.empty();
        }
        awaitRefusal();
        return Optional.of(secured.getSession());
    }

    /** With TLS 1.3 a broker refuses the client's certificate, or its absence, after the handshake. */
    private void awaitRefusal() throws IOException {
        readTimeout(REFUSAL);
        transport.received().mark(1);
        try {
            if (transport.received().read() < 0) {
                throw new EOFException();
            }
            transport.received().reset();
        } catch (SocketTimeoutException e) {
            // The broker has not refused.
        }
        readTimeout(timeout);
    }

    /** False if the scheme does not ask for a WebSocket. */
    boolean upgrade() throws IOException {
        transport.upgrade();
        return transport.isWebSocket();
    }

    void send(byte[] packet) throws IOException {
        transport.sent().write(packet);
        transport.sent().flush();
    }

    /**
     * Reads the next packet.
     *
     * @throws EOFException           if the peer has closed the connection
     * @throws SocketTimeoutException if none comes within the connect timeout of the link
     */
    Packet read() throws IOException {
        return read(timeout);
    }

    /** As {@link #read()}, within another time. */
    Packet read(Duration limit) throws IOException {
        readTimeout(limit);
        Packet packet = Packet.read(transport.received());
        if (packet == null) {
            throw new EOFException();
        }
        return packet;
    }

    private void readTimeout(Duration limit) throws IOException {
        transport.carrier().setSoTimeout((int) Math.min(limit.toMillis(), Integer.MAX_VALUE));
    }

    void close() {
        transport.stop();
    }
}
