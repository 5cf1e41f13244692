package campus.broker.guard;

import campus.broker.client.ArtemisNames;
import campus.broker.client.Client;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** How one client connects: its CONNECT, what the guard decides about it, and what its CONNACK says. */
final class Login {

    private static final int DAY_SECONDS = 24 * 60 * 60;
    private static final int MAX_KEEP_ALIVE = 65_535;

    private final Guard guard;
    private final MqttConnectMessage connect;
    private final Client client;
    private boolean admitted;
    private Optional<String> willTopic = Optional.empty();
    private int expiry;

    Login(Guard guard, MqttConnectMessage connect) {
        this.guard = guard;
        this.connect = connect;
        MqttConnectVariableHeader header = connect.variableHeader();
        String id = connect.payload().clientIdentifier();
        String user = connect.payload().userName();
        this.client = new Client(user, id.isEmpty() ? UUID.randomUUID().toString() : id, header.version(),
                guard.limits.isTrusted(user));
    }

    Client client() {
        return client;
    }

    /**
     * Checks the password. It comes first, as all that follows is decided, counted and logged by a name that would only
     * be claimed.
     *
     * @param answer gets the reason of a refusal, empty if there is none, on any thread
     */
    void check(Consumer<Optional<Reason>> answer) {
        Optional<Reason> refusal = refusal();
        if (refusal.isPresent() || client.user() == null) {
            answer.accept(refusal);
        } else {
            guard.checkPassword(client.user(), connect.payload().passwordInBytes(),
                    right -> answer.accept(right ? Optional.empty() : Optional.of(Reason.BAD_LOGIN)));
        }
    }

    /** Answers a CONNECT that is refused, and ends its connection. */
    void refuse(ChannelHandlerContext context, Reason reason) {
        guard.log.warn("refused " + reason, "refused to let " + client.description() + " in from "
                + context.channel().remoteAddress() + ": " + reason.text());
        Answers.refuseConnect(context, client.mqtt5(), reason);
    }

    /** The reason for which the CONNECT is refused whatever its password is. */
    private Optional<Reason> refusal() {
        MqttConnectVariableHeader header = connect.variableHeader();
        String id = connect.payload().clientIdentifier();
        if (!Client.isOrdinary(id) || id.isEmpty() && header.version() < 5 && !header.isCleanSession()) {
            return Optional.of(Reason.CLIENT_ID);
        }
        if (!Client.isOrdinary(client.owner())) {
            return Optional.of(Reason.BAD_LOGIN);
        }
        return PacketProperties.has(header.properties(), MqttPropertyType.AUTHENTICATION_METHOD)
                ? Optional.of(Reason.AUTHENTICATION_METHOD) : Optional.empty();
    }

    /** Decides whether a client with the right password may connect; if so, it counts until {@link #end}. */
    Optional<Reason> decide() {
        Optional<Reason> refusal = connect.variableHeader().isWillFlag()
                ? guard.publishing.topicRefusal(client, connect.payload().willTopic()) : Optional.empty();
        if (refusal.isEmpty()) {
            admitted = client.trusted() || guard.places.tryAcquire();
            refusal = admitted ? reserveWill() : Optional.of(Reason.QUOTA);
        }
        if (refusal.isEmpty()) {
            expiry = countable(guard.sessions.grant(client, requestedExpiry()));
        }
        return refusal;
    }

    private Optional<Reason> reserveWill() {
        if (connect.variableHeader().isWillFlag() && connect.variableHeader().isWillRetain()) {
            willTopic = Optional.of(connect.payload().willTopic()).filter(topic -> guard.retained.put(client, topic,
                    connect.payload().willMessageInBytes().length, true));
            return willTopic.isPresent() ? Optional.empty() : Optional.of(Reason.QUOTA);
        }
        return Optional.empty();
    }

    /** The connection has ended. */
    void end() {
        if (admitted && !client.trusted()) {
            guard.places.release();
        }
        willTopic.ifPresent(guard.retained::willIsDue);
    }

    /** MQTT 3.1.1 knows only sessions that end with the connection, and others. */
    private int requestedExpiry() {
        MqttConnectVariableHeader header = connect.variableHeader();
        return PacketProperties.number(header.properties(), MqttPropertyType.SESSION_EXPIRY_INTERVAL)
                .orElse(client.mqtt5() || header.isCleanSession() ? 0 : DAY_SECONDS);
    }

    /** 0xFFFFFFFF means never, which Artemis knows. */
    private static int countable(int seconds) {
        return seconds != -1 && PublishRules.isTooLong(seconds) ? PublishRules.MAX_SECONDS : seconds;
    }

    /** The time after which a client that has sent nothing is gone, 0: none (MQTT 5 section 3.1.2.10). */
    long silenceMillis() {
        return connect.variableHeader().keepAliveTimeSeconds() * 1500L;
    }

    /**
     * The CONNECT under the names of Artemis, with the expiry that the guard has granted. Artemis does not get all
     * packets, so the Keep Alive is the guard's, and for Artemis it is the longest.
     */
    MqttConnectMessage forArtemis() {
        MqttConnectVariableHeader header = connect.variableHeader();
        MqttConnectPayload payload = connect.payload();
        MqttProperties properties = header.properties();
        if (client.mqtt5()) {
            properties = PacketProperties.with(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, expiry);
        }
        MqttProperties will = payload.willProperties();
        if (client.mqtt5() && header.isWillRetain()) {
            will = PacketProperties.with(will, PublishRules.RETAIN);
        }
        return new MqttConnectMessage(connect.fixedHeader(), new MqttConnectVariableHeader(header.name(),
                header.version(), header.hasUserName(), header.hasPassword(), header.isWillRetain(), header.willQos(),
                header.isWillFlag(), header.isCleanSession(),
                header.keepAliveTimeSeconds() == 0 ? 0 : MAX_KEEP_ALIVE, properties),
                new MqttConnectPayload(client.name(), will,
                        payload.willTopic() == null ? null : ArtemisNames.topic(payload.willTopic()),
                        payload.willMessageInBytes(), payload.userName(), payload.passwordInBytes()));
    }

    /** The CONNACK of Artemis, with what the guard has decided. */
    MqttMessage connack(MqttConnAckMessage connack) {
        if (!client.mqtt5()) {
            guard.artemis.expire(client.name(), expiry);
            return connack;
        }
        MqttProperties properties = connack.variableHeader().properties();
        if (expiry != requestedExpiry()) {
            properties = PacketProperties.with(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, expiry);
        }
        if (connect.payload().clientIdentifier().isEmpty()) {
            properties = PacketProperties.with(properties, new StringProperty(
                    MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER.value(), client.id()));
        }
        return new MqttConnAckMessage(connack.fixedHeader(), new MqttConnAckVariableHeader(
                connack.variableHeader().connectReturnCode(), connack.variableHeader().isSessionPresent(), properties));
    }

    /** A DISCONNECT may change the expiry of the session, but not of one that ends with its connection. */
    MqttMessage disconnect(MqttMessage disconnect) {
        if (!(disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header)) {
            return disconnect;
        }
        MqttPropertyType type = MqttPropertyType.SESSION_EXPIRY_INTERVAL;
        Optional<Integer> changed = PacketProperties.number(header.properties(), type);
        if (changed.isEmpty()) {
            return disconnect;
        }
        int granted = expiry == 0 ? 0 : countable(guard.sessions.change(client, changed.get()));
        return new MqttMessage(disconnect.fixedHeader(), new MqttReasonCodeAndPropertiesVariableHeader(
                header.reasonCode(), PacketProperties.with(header.properties(), type, granted)));
    }
}
