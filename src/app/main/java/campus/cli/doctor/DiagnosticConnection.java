package campus.cli.doctor;

import campus.link.LinkException;
import campus.link.LinkSettings;
import campus.link.camel.LinkComponent;
import campus.link.tls.ContextSocketFactory;
import campus.link.wire.Address;
import campus.link.wire.ConnectFailure;
import campus.link.wire.FirstPacket;
import campus.link.wire.Packets;
import campus.link.wire.ServerLimits;
import campus.link.wire.Transport;
import campus.link.wire.TransportOptions;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.apache.camel.CamelContext;

/**
 * One connection to the broker, made step by step to find the step that fails. It uses the address, the transport and
 * the packets of the routes, and never connects again. Each step has a time limit, and throws a {@link LinkException},
 * whose message is one clause without a secret. It leaves no session behind. Not for use by several threads.
 */
final class DiagnosticConnection implements AutoCloseable {

    private static final Duration REFUSAL = Duration.ofMillis(300);
    /** A CONNECT of MQTT 3.1.1 (its section 3.1): clean session, no user, no client identifier. */
    private static final byte[] OLD_CONNECT = {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 10, 0, 0};

    private final LinkSettings settings;
    private final Address address;
    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private Transport transport;
    private List<InetAddress> hosts = List.of();
    private Dialogue dialogue;

    /** A connection with the options that the routes of this Camel have. */
    DiagnosticConnection(CamelContext camel, Address address) {
        this.settings = settings(camel);
        this.address = address;
    }

    /** The options of the component {@code paho-mqtt5}. */
    static LinkSettings settings(CamelContext camel) {
        return new LinkSettings(camel.getComponent("paho-mqtt5", LinkComponent.class).getConfiguration());
    }

    /** The first step: returns the IP addresses of the host name. */
    List<String> resolve() throws LinkException {
        return attempt(() -> hosts().stream().map(InetAddress::getHostAddress).toList());
    }

    private List<InetAddress> hosts() throws Exception {
        if (hosts.isEmpty()) {
            hosts = await(loops.submit(() -> List.of(InetAddress.getAllByName(address.host()))));
        }
        return hosts;
    }

    /** The second step, a TCP connection: returns the address of the broker, as {@code 127.0.0.1:1883}. */
    String connect() throws LinkException {
        return attempt(() -> {
            Exception last = new EOFException();
            for (InetAddress host : hosts()) {
                transport = new Transport(address, settings.transport(), loops.next());
                try {
                    return await(transport.connect(host)).toString().replaceFirst("^.*/", "");
                } catch (IOException | TimeoutException e) {
                    transport.close();
                    last = e;
                }
            }
            throw last;
        });
    }

    /** The third step, TLS: returns its session; empty if the address does not ask for TLS. */
    Optional<SSLSession> secure() throws LinkException {
        return attempt(() -> {
            Optional<SSLSession> session = await(transport.secure());
            // With TLS 1.3 a broker refuses the client's certificate, or its absence, after the handshake.
            Throwable end = session.isEmpty() ? null : transport.ended()
                    .completeOnTimeout(null, REFUSAL.toMillis(), TimeUnit.MILLISECONDS).get();
            if (end != null) {
                throw new SSLException("the handshake did not end: " + end.getMessage(), end);
            }
            return session;
        });
    }

    /** The certificate that the broker shows, trusted or not, on a connection of its own. */
    String certificate() {
        BrokerCertificate seen = new BrokerCertificate();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {seen}, null);
            Transport own = new Transport(address, new TransportOptions(new ContextSocketFactory(context), false, null,
                    Map.of(), null), loops.next());
            try {
                await(own.connect(hosts().get(0)));
                await(own.secure());
            } finally {
                own.close();
            }
        } catch (Exception e) {
            // As intended, or the server does not speak TLS.
        }
        return seen.shown();
    }

    /** The fourth step, a WebSocket: returns false if the address does not ask for it. */
    boolean upgrade() throws LinkException {
        return attempt(() -> await(transport.upgrade()));
    }

    /**
     * The fifth step: a CONNECT with Clean Start, without a Last Will.
     *
     * @param user          empty for an anonymous client
     * @param sessionExpiry seconds to ask for; the session ends with this connection all the same
     * @return what the broker allows
     */
    ServerLimits login(String user, String password, String clientId, long sessionExpiry) throws LinkException {
        return attempt(() -> {
            dialogue = speak();
            MqttMessage answer;
            try {
                answer = dialogue.ask(settings.connect(false).withoutWill().as(clientId, user, password, sessionExpiry)
                        .packet());
            } catch (EOFException e) {
                throw speaksOldMqtt() ? new ConnectFailure.Raised(FirstPacket.OLD_MQTT) : e;
            }
            MqttConnAckMessage connack = (MqttConnAckMessage) answer;
            Dialogue.accepted(connack.variableHeader().connectReturnCode().byteValue() & 0xFF,
                    Packets.reasonString(connack.variableHeader().properties()));
            return ServerLimits.of(connack.variableHeader(), sessionExpiry, settings.connect(false).keepAlive());
        });
    }

    private Dialogue speak() throws Exception {
        Dialogue begun = new Dialogue(settings.connectTimeout());
        await(transport.speakMqtt("doctor", begun));
        return begun;
    }

    /** Whether the broker, which has not answered MQTT 5, answers MQTT 3.1.1, with whatever return code. */
    private boolean speaksOldMqtt() throws LinkException {
        transport.close();
        connect();
        secure();
        upgrade();
        try {
            dialogue = speak();
            dialogue.ask(Unpooled.wrappedBuffer(OLD_CONNECT));
            return false;
        } catch (Exception e) {
            return ConnectFailure.of(e).kind() == ConnectFailure.Kind.NOT_MQTT_5;
        }
    }

    /** After {@link #login}: subscribes at QoS 1, and returns when the broker has granted it. */
    void subscribe(String filter) throws LinkException {
        attempt(() -> dialogue.subscribe(filter));
    }

    /** After {@link #login}: publishes at QoS 1, and returns when the broker has acknowledged the message. */
    void publish(String topic, byte[] payload) throws LinkException {
        attempt(() -> dialogue.publish(topic, payload));
    }

    /** Waits for a message of the subscriptions on this topic; false if none comes within this time. */
    boolean receives(String topic, Duration wait) throws LinkException {
        return attempt(() -> dialogue.receives(topic, wait));
    }

    private <T> T await(Future<T> step) throws Exception {
        try {
            return step.get(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static <T> T attempt(Callable<T> step) throws LinkException {
        try {
            return step.call();
        } catch (Exception e) {
            throw new LinkException("", ConnectFailure.of(e), e);
        }
    }

    /** Sends a DISCONNECT if there was a login, which ends the session, and closes. */
    @Override
    public void close() {
        if (dialogue != null) {
            dialogue.end();
        }
        if (transport != null) {
            transport.close();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
