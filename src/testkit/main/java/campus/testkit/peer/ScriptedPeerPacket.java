package campus.testkit.peer;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One packet that the {@link ScriptedPeer} received, as it was on the wire.
 *
 * @param connection the number of the connection that it came on, the first is 1
 * @param at         when the peer read it
 * @param size       in bytes, fixed header and all
 * @param packetId   0 where the packet has none
 * @param topic      of a PUBLISH, empty where it came as an alias only
 * @param reasonCode of an acknowledgement or a DISCONNECT
 * @param filters    of a SUBSCRIBE with the QoS asked for, of an UNSUBSCRIBE with 0
 * @param properties an Integer, a String or a byte[] each; user properties as a list of {@code key=value}
 * @param connect    null but for a CONNECT
 */
public record ScriptedPeerPacket(int connection, Instant at, MqttMessageType type, int size, int packetId,
        String topic, byte[] payload, int qos, boolean dup, boolean retain, int reasonCode, Map<String, Integer> filters,
        Map<MqttPropertyType, Object> properties, Connect connect) {

    /** What a CONNECT asks for; the rest of it is in {@link #properties()}. */
    public record Connect(String clientId, int version, boolean cleanStart, int keepAlive, String userName,
            String password, String willTopic) {
    }

    /** The payload as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** A numeric property, or the value that the specification gives to its absence. */
    public int number(MqttPropertyType property, int absent) {
        return properties.get(property) instanceof Integer number ? number : absent;
    }

    /** The session expiry interval in seconds, 0 where the client sent none. */
    public int sessionExpiry() {
        return number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0);
    }

    /** How many messages above QoS 0 the client takes unacknowledged, 65535 where it did not say. */
    public int receiveMaximum() {
        return number(MqttPropertyType.RECEIVE_MAXIMUM, 65_535);
    }

    ScriptedPeerPacket withTopic(String resolved) {
        return new ScriptedPeerPacket(connection, at, type, size, packetId, resolved, payload, qos, dup, retain,
                reasonCode, filters, properties, connect);
    }

    static ScriptedPeerPacket of(int connection, MqttMessage message) {
        MqttFixedHeader header = message.fixedHeader();
        int packetId = 0;
        int reasonCode = 0;
        String topic = "";
        byte[] payload = {};
        Map<String, Integer> filters = new LinkedHashMap<>();
        MqttProperties properties = MqttProperties.NO_PROPERTIES;
        Connect connect = null;
        if (message.variableHeader() instanceof MqttMessageIdVariableHeader id) {
            packetId = id.messageId();
        }
        if (message instanceof MqttConnectMessage asked) {
            properties = asked.variableHeader().properties();
            connect = connect(asked);
        } else if (message instanceof MqttPublishMessage publish) {
            properties = publish.variableHeader().properties();
            packetId = Math.max(0, publish.variableHeader().packetId());
            topic = publish.variableHeader().topicName();
            payload = ByteBufUtil.getBytes(publish.payload());
        } else if (message instanceof MqttSubscribeMessage subscribe) {
            properties = subscribe.idAndPropertiesVariableHeader().properties();
            for (MqttTopicSubscription asked : subscribe.payload().topicSubscriptions()) {
                filters.put(asked.topicFilter(), asked.qualityOfService().value());
            }
        } else if (message instanceof MqttUnsubscribeMessage unsubscribe) {
            properties = unsubscribe.idAndPropertiesVariableHeader().properties();
            unsubscribe.payload().topics().forEach(filter -> filters.put(filter, 0));
        } else if (message.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply) {
            properties = reply.properties();
            reasonCode = reply.reasonCode() & 0xFF;
        } else if (message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader reason) {
            properties = reason.properties();
            reasonCode = reason.reasonCode() & 0xFF;
        }
        return new ScriptedPeerPacket(connection, Instant.now(), header.messageType(),
                size(header.remainingLength()), packetId, topic, payload, header.qosLevel().value(), header.isDup(),
                header.isRetain(), reasonCode,
                Collections.unmodifiableMap(filters), read(properties), connect);
    }

    /** A length takes a byte for each seven bits (MQTT 5 section 1.5.5), and stands behind one byte. */
    private static int size(int length) {
        return 1 + (length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : length < 1 << 21 ? 3 : 4) + length;
    }

    private static Connect connect(MqttConnectMessage asked) {
        var header = asked.variableHeader();
        var payload = asked.payload();
        String password = header.hasPassword() ? new String(payload.passwordInBytes(), StandardCharsets.UTF_8) : null;
        return new Connect(payload.clientIdentifier(), header.version(), header.isCleanSession(),
                header.keepAliveTimeSeconds(), payload.userName(), password, payload.willTopic());
    }

    private static Map<MqttPropertyType, Object> read(MqttProperties properties) {
        Map<MqttPropertyType, Object> values = new EnumMap<>(MqttPropertyType.class);
        for (MqttProperties.MqttProperty<?> property : properties.listAll()) {
            Object value = property instanceof MqttProperties.UserProperties user
                    ? user.value().stream().map(pair -> pair.key + "=" + pair.value).toList()
                    : property.value();
            values.put(MqttPropertyType.valueOf(property.propertyId()), value);
        }
        return Collections.unmodifiableMap(values);
    }

    /** Short enough for a list of what was received, as it stands in the message of a failed wait. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type.name());
        if (packetId != 0) {
            text.append(' ').append(packetId);
        }
        if (type == MqttMessageType.PUBLISH) {
            text.append(" QoS ").append(qos).append(dup ? " DUP" : "").append(retain ? " RETAIN" : "")
                    .append(" '").append(topic).append("' ").append(payload.length).append(" B");
        }
        if (reasonCode != 0) {
            text.append(String.format(" 0x%02X", reasonCode));
        }
        if (!filters.isEmpty()) {
            text.append(' ').append(filters);
        }
        if (connect != null) {
            text.append(" '").append(connect.clientId).append(connect.cleanStart ? "' clean" : "' resuming");
        }
        return text.append(properties.isEmpty() ? "" : " " + List.copyOf(properties.entrySet())).toString();
    }
}
