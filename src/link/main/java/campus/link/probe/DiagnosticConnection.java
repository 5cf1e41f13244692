package campus.link.probe;

import campus.link.LinkComponent;
import campus.link.LinkException;
import campus.link.LinkSettings;
import campus.link.wire.ConnectFailure;
import campus.link.wire.Packet;
import campus.link.wire.ServerLimits;
import campus.link.wire.Transport;
import campus.link.wire.TransportOptions;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.camel.CamelContext;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttConnect;

/**
 * One connection to the broker, a step at a time, for who wants to know where it fails: with the address, the sockets
 * and the packets of the routes, but without their patience. Each step throws {@link LinkException}: one clause, no
 * secret, with the failure itself as its cause. Leaves no session behind. Not for use by several threads.
 */
public final class DiagnosticConnection implements AutoCloseable {

    /** A message that came. */
    public record Message(String topic, byte[] payload, boolean retained) {
    }

    private static final Duration REFUSAL = Duration.ofMillis(300);
    private static final int QOS = 1;
    private static final int DISCONNECT = 14;
    /** CONNECT of MQTT 3.1.1 (its section 3.1): clean session, no user, no client identifier. */
    private static final byte[] OLD_CONNECT = {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 10, 0, 0};
    /** DISCONNECT with Session Expiry Interval 0 (MQTT 5 section 3.14). */
    private static final byte[] GOODBYE = {(byte) 0xE0, 7, 0, 5, 0x11, 0, 0, 0, 0};

    private interface Step<T> {
        T take() throws IOException, MqttException;
    }

    private final LinkSettings settings;
    private final URI url;
    private final Deque<Message> messages = new ArrayDeque<>();
    private Transport wire;
    private boolean loggedIn;
    private int lastId;

    private DiagnosticConnection(LinkSettings settings) {
        this.settings = settings;
        this.url = URI.create(settings.nextAddress());
        this.wire = wire();
    }

    /** A connection as the routes of this Camel would make one: the options of its component. */
    public static DiagnosticConnection of(CamelContext camel) {
        LinkComponent component = camel.getComponent("paho-mqtt5", LinkComponent.class);
        return new DiagnosticConnection(new LinkSettings("probe", "", component.getConfiguration(), null, null));
    }

    private Transport wire() {
        return new Transport(url, settings.options(), packet -> false);
    }

    /** The broker's address, as {@code tcp://host:1883}. */
    public URI address() {
        return url;
    }

    /** The first step: the IP addresses of the host name. */
    public List<String> resolve() throws LinkException {
        return attempt(() -> Arrays.stream(InetAddress.getAllByName(wire.host())).map(InetAddress::getHostAddress)
                .toList());
    }

    /** The second step: a TCP connection; its two ends. */
    public String connect() throws LinkException {
        return attempt(() -> {
            wire.connect();
            wire.carrier().setSoTimeout((int) settings.patience().toMillis());
            return wire.carrier().getRemoteSocketAddress().toString().replaceFirst("^.*/", "");
        });
    }

    /** The third step: TLS; empty where the address does not ask for it. */
    public Optional<SSLSession> secure() throws LinkException {
        return attempt(() -> {
            wire.secure();
            if (!(wire.carrier() instanceof SSLSocket secured)) {
                return Optional.<SSLSession>empty();
            }
            awaitRefusal();
            return Optional.of(secured.getSession());
        });
    }

    /** With TLS 1.3 a broker refuses the client's certificate, or its absence, after the handshake. */
    private void awaitRefusal() throws IOException {
        wire.carrier().setSoTimeout((int) REFUSAL.toMillis());
        wire.received().mark(1);
        try {
            if (wire.received().read() < 0) {
                throw new EOFException();
            }
            wire.received().reset();
        } catch (SocketTimeoutException e) {
            // no refusal
        }
        wire.carrier().setSoTimeout((int) settings.patience().toMillis());
    }

    /** The certificate that the broker shows to everybody, trusted or not; empty where there is no TLS to be had. */
    public Optional<X509Certificate> certificate() {
        try {
            return ShownCertificate.of(wire.host(), wire.port(), settings.patience());
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** The fourth step: a WebSocket; false where the address does not ask for it. */
    public boolean upgrade() throws LinkException {
        return attempt(() -> {
            wire.upgrade();
            return wire.isWebSocket();
        });
    }

    /**
     * The fifth step: CONNECT, with a clean start.
     *
     * @param user          empty: anonymous
     * @param sessionExpiry seconds to ask for; the session ends with this connection all the same
     * @return what the broker allows
     * @throws LinkException refused, where the broker said no; caused by a {@link ProtocolException} where it does not
     *                       speak MQTT 5
     */
    public ServerLimits login(String user, String password, String clientId, long sessionExpiry) throws LinkException {
        TransportOptions options = settings.options();
        options.setSessionExpiryInterval(sessionExpiry);
        MqttConnect connect = new MqttConnect(clientId, options.getMqttVersion(), true, options.getKeepAliveInterval(),
                options.getConnectionProperties(), options.getWillMessageProperties());
        if (!user.isEmpty()) {
            connect.setUserName(user);
            connect.setPassword(password.getBytes(StandardCharsets.UTF_8));
        }
        return attempt(() -> {
            byte[] header = connect.getHeader();
            byte[] payload = connect.getPayload();
            send(ByteBuffer.allocate(header.length + payload.length).put(header).put(payload).array());
            Packet answer;
            try {
                answer = read();
            } catch (EOFException e) {
                if (speaksOldMqtt()) {
                    throw new ProtocolException("the broker does not speak MQTT 5, only MQTT 3.1.1");
                }
                throw e;
            }
            ServerLimits limits = ServerLimits.of(answer, sessionExpiry, options.getKeepAliveInterval());
            loggedIn = true;
            return limits;
        });
    }

    /** Whether the broker, which has said nothing to MQTT 5, says something to MQTT 3.1.1, be it no. */
    private boolean speaksOldMqtt() {
        wire.stop();
        wire = wire();
        try {
            wire.connect();
            wire.carrier().setSoTimeout((int) settings.patience().toMillis());
            wire.secure();
            wire.upgrade();
            send(OLD_CONNECT);
            return read().type() == Packet.CONNACK;
        } catch (IOException e) {
            return false;
        }
    }

    /** After {@link #login}: subscribes at QoS 1; the QoS that was granted. */
    public int subscribe(String filter) throws LinkException {
        return attempt(() -> accepted(ask(Packet.SUBACK, id -> Packet.subscribe(filter, QOS, id))));
    }

    /** After {@link #login}: publishes at QoS 1; returns when the broker has acknowledged. */
    public void publish(String topic, byte[] payload) throws LinkException {
        attempt(() -> accepted(ask(Packet.PUBACK,
                id -> Packet.publish(topic, new MqttMessage(payload, QOS, false, null), id))));
    }

    private interface Request {
        byte[] packet(int id) throws MqttException;
    }

    /** The reason code of the answer. */
    private int ask(int answerType, Request request) throws IOException, MqttException {
        int id = ++lastId;
        send(request.packet(id));
        wire.carrier().setSoTimeout((int) settings.patience().toMillis());
        Packet answer = read();
        while (answer.type() != answerType || answer.identifier() != id) {
            take(answer);
            answer = read();
        }
        return answer.reasonCode();
    }

    private static int accepted(int code) throws MqttException {
        if (code >= 0x80) {
            throw new MqttException(code);
        }
        return code;
    }

    /** The next message of what was subscribed to; empty where none comes within this time. */
    public Optional<Message> next(Duration wait) throws LinkException {
        long deadline = System.nanoTime() + wait.toNanos();
        return attempt(() -> {
            while (messages.isEmpty()) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return Optional.<Message>empty();
                }
                wire.carrier().setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
                try {
                    take(read());
                } catch (SocketTimeoutException e) {
                    return Optional.<Message>empty();
                }
            }
            return Optional.of(messages.remove());
        });
    }

    /** A packet that nobody waits for. */
    private void take(Packet packet) throws IOException, MqttException {
        if (packet.type() == DISCONNECT) {
            boolean reason = packet.bytes().length > packet.body();
            throw new MqttException(reason ? packet.bytes()[packet.body()] & 0xFF : 0, new EOFException());
        }
        if (packet.type() != Packet.PUBLISH) {
            return;
        }
        Packet.Publish publish = packet.publish();
        MqttMessage message = publish.message();
        messages.add(new Message(publish.topic(), message.getPayload(), message.isRetained()));
        if (message.getQos() == QOS) {
            send(Packet.acknowledge(message.getId()));
        }
    }

    private Packet read() throws IOException {
        Packet packet = Packet.read(wire.received());
        if (packet == null) {
            throw new EOFException();
        }
        return packet;
    }

    private void send(byte[] packet) throws IOException {
        wire.sent().write(packet);
        wire.sent().flush();
    }

    private static <T> T attempt(Step<T> step) throws LinkException {
        try {
            return step.take();
        } catch (IOException | MqttException | RuntimeException e) {
            ConnectFailure trouble = ConnectFailure.of(e);
            throw new LinkException(trouble.text(), trouble.refused(), e);
        }
    }

    /** Says goodbye where there was a login, and closes. */
    @Override
    public void close() {
        if (loggedIn) {
            try {
                send(GOODBYE);
            } catch (IOException e) {
                // it is gone already
            }
        }
        wire.stop();
    }
}
