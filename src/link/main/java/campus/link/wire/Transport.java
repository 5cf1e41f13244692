package campus.link.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;

/**
 * The socket of one connection. Unlike Paho's own modules it buffers reads and writes, has no read timeout (Paho's, of
 * one second, loses a byte of a header that it interrupts), and closes the socket in {@link #stop()}, also under TLS.
 */
public final class Transport implements NetworkModule {

    private static final int BUFFER = 1 << 16;

    private final URI url;
    private final TransportOptions options;
    private final TransportInput.Receiver receiver;
    private final int timeoutMillis;
    private volatile Socket socket;
    private volatile boolean stopped;
    private Socket carrier;
    private InputStream received;
    private OutputStream sent;
    private InputStream in;
    private volatile TransportOutput out;

    /**
     * A transport that is not connected.
     *
     * @param url      scheme {@code tcp}, {@code ssl}, {@code ws} or {@code wss}, with host and optional port
     * @param receiver gets the packets of the broker before Paho does; not used without {@link #start()}
     */
    public Transport(URI url, TransportOptions options, TransportInput.Receiver receiver) {
        this.url = url;
        this.options = options;
        this.receiver = receiver;
        this.timeoutMillis = (int) Duration.ofSeconds(Math.max(1, options.getConnectionTimeout())).toMillis();
    }

    @Override
    public void start() throws IOException {
        connect();
        secure();
        upgrade();
        PacketTap tap = options.tap();
        if (tap != null) {
            received = tap.received(received);
            sent = tap.sent(sent);
        }
        out = new TransportOutput(sent, "link-writer " + url.getHost(), this::closeSocket);
        in = new TransportInput(received, out, receiver);
    }

    /**
     * The first step: a TCP connection.
     *
     * @throws IOException if there is none within the connection timeout of the options
     */
    public void connect() throws IOException {
        socket = new Socket();
        if (stopped) {
            throw new IOException("stopped");
        }
        socket.setTcpNoDelay(true);
        Socket plain = plainSocket(isTls());
        plain.connect(new InetSocketAddress(host(), port()), timeoutMillis);
        if (plain.getLocalSocketAddress().equals(plain.getRemoteSocketAddress())) {
            // On loopback the port without a server may be drawn as the local port: TCP connects it to itself.
            throw new ConnectException("connected to itself");
        }
        carrier = plain;
    }

    /** The second step: TLS, if the scheme asks for it; a handshake that fails is an {@link SSLException}. */
    public void secure() throws IOException {
        if (isTls()) {
            carrier = secure(carrier, host(), port());
        }
        received = new BufferedInputStream(carrier.getInputStream(), BUFFER);
        sent = carrier.getOutputStream();
    }

    /** The third step: a WebSocket, if the scheme asks for it; a server's refusal is an {@link IOException}. */
    public void upgrade() throws IOException {
        if (isWebSocket()) {
            WebSocket webSocket = WebSocket.handshake(url, options.getCustomWebSocketHeaders(), received, sent);
            received = new BufferedInputStream(webSocket.in(), BUFFER);
            sent = webSocket.out();
        }
    }

    boolean isTls() {
        return url.getScheme().equals("ssl") || url.getScheme().equals("wss");
    }

    /** Whether the scheme asks for a WebSocket. */
    public boolean isWebSocket() {
        return url.getScheme().startsWith("ws");
    }

    /** The host name, or the IP address without brackets. */
    public String host() {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    /** The port of the address, or the default port of its scheme. */
    public int port() {
        return url.getPort() > 0 ? url.getPort() : defaultPort();
    }

    /** The socket of the last step: TCP, or TLS on it. */
    public Socket carrier() {
        return carrier;
    }

    /** The bytes of the broker after the last step; not to be used after {@link #start()}. */
    public InputStream received() {
        return received;
    }

    /** The bytes to the broker after the last step; not to be used after {@link #start()}. */
    public OutputStream sent() {
        return sent;
    }

    private Socket plainSocket(boolean tls) throws IOException {
        SocketFactory given = options.getSocketFactory();
        if (!tls && given != null && !(given instanceof SSLSocketFactory)) {
            socket.close();
            socket = given.createSocket();
            socket.setTcpNoDelay(true);
        }
        return socket;
    }

    private int defaultPort() {
        return switch (url.getScheme()) {
            case "ssl" -> 8883;
            case "ws" -> 80;
            case "wss" -> 443;
            default -> 1883;
        };
    }

    private SSLSocket secure(Socket plain, String host, int port) throws IOException {
        SSLSocket secured = (SSLSocket) tlsFactory().createSocket(plain, host, port, true);
        if (options.isHttpsHostnameVerificationEnabled()) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
        }
        plain.setSoTimeout(timeoutMillis);
        try {
            secured.startHandshake();
        } catch (SocketException e) {
            throw new SSLException("the connection ended during the handshake", e);
        }
        plain.setSoTimeout(0);
        return secured;
    }

    private SSLSocketFactory tlsFactory() throws IOException {
        if (options.getSocketFactory() instanceof SSLSocketFactory given) {
            return given;
        }
        try {
            return SSLContext.getDefault().getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    /**
     * Sends a whole packet, beside those of Paho.
     *
     * @throws IOException if the connection has ended
     */
    void send(byte[] packet) throws IOException {
        TransportOutput output = out;
        if (output == null) {
            throw new IOException("not connected");
        }
        output.send(packet);
    }

    /** Waits until what was sent has left this process, at most for this time. */
    void awaitSent(long nanos) {
        TransportOutput output = out;
        if (output != null) {
            output.awaitWritten(nanos);
        }
    }

    /** Closes the socket itself, without TLS close_notify: the peer may not answer. */
    @Override
    public void stop() {
        stopped = true;
        TransportOutput output = out;
        if (output != null) {
            output.close();
        }
        closeSocket();
    }

    private void closeSocket() {
        Socket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is closed already.
            }
        }
    }

    @Override
    public String getServerURI() {
        return url.toString();
    }
}
