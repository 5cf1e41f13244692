package campus.broker.guard;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** How one client connects: its CONNECT, what the guard decides about it, and what its CONNACK says. */
final class Login {

    private final Guard guard;
    private final MqttConnectMessage connect;
    private final boolean assigned;
    private final Client client;
    private int expiry;

    Login(Guard guard, MqttConnectMessage connect) {
        this.guard = guard;
        this.connect = connect;
        MqttConnectVariableHeader header = connect.variableHeader();
        String id = connect.payload().clientIdentifier();
        this.assigned = id.isEmpty();
        String user = connect.payload().userName();
        this.client = new Client(user, assigned ? UUID.randomUUID().toString() : id, header.version(),
                guard.limits().isTrusted(user));
    }

    Client client() {
        return client;
    }

    /**
     * Decides whether the client may connect. The password comes first, as all that follows is decided, counted and
     * logged by a name that would only be claimed.
     *
     * @param answer gets the reason of a refusal, empty if there is none, on any thread
     */
    void check(Consumer<Optional<Reason>> answer) {
        Optional<Reason> refusal = ConnectRules.refusal(connect);
        if (refusal.isPresent() || client.user() == null) {
            answer.accept(refusal.or(this::decide));
            return;
        }
        guard.checkPassword(client.user(), connect.payload().passwordInBytes(),
                right -> answer.accept(right ? decide() : Optional.of(Reason.BAD_LOGIN)));
    }

    private Optional<Reason> decide() {
        expiry = grantedExpiry();
        return guard.connecting().willRefusal(client, connect);
    }

    private int requestedExpiry() {
        return PacketProperties.number(connect.variableHeader().properties(), MqttPropertyType.SESSION_EXPIRY_INTERVAL)
                .orElse(0);
    }

    /** 0xFFFFFFFF means never, which Artemis knows. */
    private int grantedExpiry() {
        int requested = requestedExpiry();
        return requested != -1 && PublishRules.isTooLong(requested) ? PublishRules.MAX_SECONDS : requested;
    }

    MqttConnectMessage forArtemis() {
        return ConnectRules.forArtemis(client, connect, expiry);
    }

    /** The CONNACK of Artemis, with what the guard has decided. */
    MqttMessage connack(MqttConnAckMessage connack) {
        if (!client.mqtt5()) {
            return connack;
        }
        MqttProperties properties = connack.variableHeader().properties();
        if (expiry != requestedExpiry()) {
            properties = PacketProperties.with(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, expiry);
        }
        if (assigned) {
            properties = PacketProperties.with(properties, MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER, client.id());
        }
        return new MqttConnAckMessage(connack.fixedHeader(), new MqttConnAckVariableHeader(
                connack.variableHeader().connectReturnCode(), connack.variableHeader().isSessionPresent(), properties));
    }

    /** A DISCONNECT may change the expiry of the session, but not of one that ends with its connection. */
    MqttMessage disconnect(MqttMessage disconnect) {
        if (!(disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header)) {
            return disconnect;
        }
        Optional<Integer> changed = PacketProperties.number(header.properties(),
                MqttPropertyType.SESSION_EXPIRY_INTERVAL);
        if (changed.isEmpty()) {
            return disconnect;
        }
        int granted = expiry == 0 ? 0 : PublishRules.isTooLong(changed.get()) && changed.get() != -1
                ? PublishRules.MAX_SECONDS : changed.get();
        return new MqttMessage(disconnect.fixedHeader(), new MqttReasonCodeAndPropertiesVariableHeader(
                header.reasonCode(), PacketProperties.with(header.properties(),
                MqttPropertyType.SESSION_EXPIRY_INTERVAL, granted)));
    }
}
