package campus.broker.guard;

import campus.broker.client.Client;
import campus.broker.client.Names;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.util.Optional;

/** Whether a client may connect, and how Artemis gets its CONNECT. */
final class ConnectRules {

    private final PublishRules publishing;

    ConnectRules(PublishRules publishing) {
        this.publishing = publishing;
    }

    /** The reason for which a CONNECT is refused whatever its password is. */
    static Optional<Reason> refusal(MqttConnectMessage connect) {
        MqttConnectVariableHeader header = connect.variableHeader();
        String id = connect.payload().clientIdentifier();
        String user = connect.payload().userName();
        if (!Client.isOrdinary(id) || id.isEmpty() && header.version() < 5 && !header.isCleanSession()) {
            return Optional.of(Reason.CLIENT_ID);
        }
        if (user != null && !Client.isOrdinary(user)) {
            return Optional.of(Reason.BAD_LOGIN);
        }
        return PacketProperties.has(header.properties(), MqttPropertyType.AUTHENTICATION_METHOD)
                ? Optional.of(Reason.AUTHENTICATION_METHOD) : Optional.empty();
    }

    /** The reason for which the will of a client is refused. */
    Optional<Reason> willRefusal(Client client, MqttConnectMessage connect) {
        return connect.variableHeader().isWillFlag()
                ? publishing.topicRefusal(client, connect.payload().willTopic()) : Optional.empty();
    }

    /** @param expiry of the session, seconds, as the guard grants it */
    static MqttConnectMessage forArtemis(Client client, MqttConnectMessage connect, int expiry) {
        MqttConnectVariableHeader header = connect.variableHeader();
        MqttConnectPayload payload = connect.payload();
        MqttProperties properties = header.properties();
        if (client.mqtt5()) {
            properties = PacketProperties.with(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, expiry);
        }
        MqttProperties will = payload.willProperties();
        if (client.mqtt5() && header.isWillRetain()) {
            will = PacketProperties.withUserProperty(will, PublishRules.RETAINED);
        }
        return new MqttConnectMessage(connect.fixedHeader(), new MqttConnectVariableHeader(header.name(),
                header.version(), header.hasUserName(), header.hasPassword(), header.isWillRetain(), header.willQos(),
                header.isWillFlag(), header.isCleanSession(), header.keepAliveTimeSeconds(), properties),
                new MqttConnectPayload(client.name(), will,
                        payload.willTopic() == null ? null : Names.topic(payload.willTopic()),
                        payload.willMessageInBytes(), payload.userName(), payload.passwordInBytes()));
    }
}
