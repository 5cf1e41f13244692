package campus.link.probe;

import campus.link.LinkComponent;
import campus.link.LinkException;
import campus.link.LinkSettings;
import campus.link.wire.ConnectFailure;
import campus.link.wire.Packet;
import campus.link.wire.ReasonCode;
import campus.link.wire.ServerLimits;
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
import org.apache.camel.CamelContext;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttConnect;

/**
 * One connection to the broker, made step by step to find the step that fails. It uses the address, the sockets and the
 * packets of the routes, and never connects again. Each step throws a {@link LinkException}, whose message is one
 * clause without a secret and whose cause is the failure itself. It leaves no session behind. Not for use by several
 * threads.
 */
public final class DiagnosticConnection implements AutoCloseable {

    /** A message that was received. */
    public record Message(String topic, byte[] payload, boolean retained) {
    }

    private static final int QOS = 1;
    /** A CONNECT of MQTT 3.1.1 (its section 3.1): clean session, no user, no client identifier. */
    private static final byte[] OLD_CONNECT = {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 10, 0, 0};
    /** A DISCONNECT with Session Expiry Interval 0 (MQTT 5 section 3.14). */
    private static final byte[] END_SESSION = {(byte) 0xE0, 7, 0, 5, 0x11, 0, 0, 0, 0};

    private interface Step<T> {
        T take() throws IOException, MqttException;
    }

    private interface Request {
        byte[] packet(int id) throws MqttException;
    }

    private final LinkSettings settings;
    private final URI url;
    private final Deque<Message> messages = new ArrayDeque<>();
    private DiagnosticTransport transport;
    private boolean loggedIn;
    private int lastId;

    private DiagnosticConnection(LinkSettings settings) {
        this.settings = settings;
        this.url = URI.create(settings.nextAddress());
        this.transport = new DiagnosticTransport(url, settings);
    }

    /** A connection with the options of the component {@code paho-mqtt5}, as the routes of this Camel have them. */
    public static DiagnosticConnection of(CamelContext camel) {
        LinkComponent component = camel.getComponent("paho-mqtt5", LinkComponent.class);
        return new DiagnosticConnection(new LinkSettings(component.getConfiguration()));
    }

    /** The broker's address, as {@code tcp://host:1883}. */
    public URI address() {
        return url;
    }

    /** The first step: returns the IP addresses of the host name. */
    public List<String> resolve() throws LinkException {
        return attempt(() -> Arrays.stream(InetAddress.getAllByName(transport.host()))
                .map(InetAddress::getHostAddress).toList());
    }

    /** The second step, a TCP connection: returns the address of the broker, as {@code 127.0.0.1:1883}. */
    public String connect() throws LinkException {
        return attempt(() -> transport.connect());
    }

    /** The third step, TLS: returns its session; empty if the address does not ask for TLS. */
    public Optional<SSLSession> secure() throws LinkException {
        return attempt(() -> transport.secure());
    }

    /** The certificate that the broker shows, trusted or not, on a connection of its own; empty if there is no TLS. */
    public Optional<X509Certificate> certificate() {
        try {
            return ShownCertificate.of(transport.host(), transport.port(), settings.connectTimeout());
        } catch (IOException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** The fourth step, a WebSocket: returns false if the address does not ask for it. */
    public boolean upgrade() throws LinkException {
        return attempt(() -> transport.upgrade());
    }

    /**
     * The fifth step: a CONNECT with Clean Start.
     *
     * @param user          empty for an anonymous client
     * @param sessionExpiry seconds to ask for; the session ends with this connection all the same
     * @return what the broker allows
     * @throws LinkException if it fails; caused by a {@link ProtocolException} if the broker does not speak MQTT 5
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
            transport.send(ByteBuffer.allocate(header.length + payload.length).put(header).put(payload).array());
            Packet answer;
            try {
                answer = transport.read();
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

    /** Whether the broker, which has not answered MQTT 5, answers MQTT 3.1.1, with whatever return code. */
    private boolean speaksOldMqtt() {
        transport.close();
        transport = new DiagnosticTransport(url, settings);
        try {
            transport.connect();
            transport.secure();
            transport.upgrade();
            transport.send(OLD_CONNECT);
            return transport.read().type() == Packet.CONNACK;
        } catch (IOException e) {
            return false;
        }
    }

    /** After {@link #login}: subscribes at QoS 1, and returns the QoS that the broker grants. */
    public int subscribe(String filter) throws LinkException {
        return attempt(() -> accepted(request(Packet.SUBACK, id -> Packet.subscribe(filter, QOS, id))));
    }

    /** After {@link #login}: publishes at QoS 1, and returns when the broker has acknowledged the message. */
    public void publish(String topic, byte[] payload) throws LinkException {
        attempt(() -> accepted(request(Packet.PUBACK,
                id -> Packet.publish(topic, new MqttMessage(payload, QOS, false, null), id))));
    }

    /** Sends a request and returns the reason code of its answer. */
    private int request(int answerType, Request request) throws IOException, MqttException {
        int id = ++lastId;
        transport.send(request.packet(id));
        Packet answer = transport.read();
        while (answer.type() != answerType || answer.identifier() != id) {
            take(answer);
            answer = transport.read();
        }
        return answer.reasonCode();
    }

    private static int accepted(int code) throws MqttException {
        if (ReasonCode.isFailure(code)) {
            throw new MqttException(code);
        }
        return code;
    }

    /** Waits for the next message of the subscriptions; empty if none comes within this time. */
    public Optional<Message> next(Duration wait) throws LinkException {
        long deadline = System.nanoTime() + wait.toNanos();
        return attempt(() -> {
            while (messages.isEmpty()) {
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                if (left.toMillis() <= 0) {
                    return Optional.<Message>empty();
                }
                try {
                    take(transport.read(left));
                } catch (SocketTimeoutException e) {
                    return Optional.<Message>empty();
                }
            }
            return Optional.of(messages.remove());
        });
    }

    /** Handles a packet that answers no request. */
    private void take(Packet packet) throws IOException, MqttException {
        if (packet.type() == Packet.DISCONNECT) {
            throw new MqttException(packet.reasonCode(), new EOFException());
        }
        if (packet.type() != Packet.PUBLISH) {
            return;
        }
        Packet.Publish publish = packet.publish();
        MqttMessage message = publish.message();
        messages.add(new Message(publish.topic(), message.getPayload(), message.isRetained()));
        if (message.getQos() == QOS) {
            transport.send(Packet.acknowledge(message.getId()));
        }
    }

    private static <T> T attempt(Step<T> step) throws LinkException {
        try {
            return step.take();
        } catch (IOException | MqttException | RuntimeException e) {
            ConnectFailure failure = ConnectFailure.of(e);
            throw new LinkException(failure.text(), failure.refused(), e);
        }
    }

    /** Sends a DISCONNECT if there was a login, which ends the session, and closes. */
    @Override
    public void close() {
        if (loggedIn) {
            try {
                transport.send(END_SESSION);
            } catch (IOException e) {
                // The connection has ended before.
            }
        }
        transport.close();
    }
}
