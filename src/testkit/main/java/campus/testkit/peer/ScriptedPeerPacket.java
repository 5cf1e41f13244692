package campus.testkit.peer;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One packet that the {@link ScriptedPeer} received.
 *
 * @param at         when the peer read it
 * @param size       in bytes, with the fixed header
 * @param packetId   0 if the packet has none
 * @param topic      of a PUBLISH, as it was sent
 * @param dup        whether a PUBLISH was marked as sent before
 * @param filters    of a SUBSCRIBE, with the QoS asked for
 * @param properties of a CONNECT, PUBLISH, SUBSCRIBE or DISCONNECT; numbers are Integers, texts Strings
 * @param connect    null unless this is a CONNECT
 */
public record ScriptedPeerPacket(MqttMessageType type, Instant at, int size, int packetId, String topic, byte[] payload,
        int qos, boolean dup, Map<String, Integer> filters, Map<MqttPropertyType, Object> properties, Connect connect) {

    /** The fields of a CONNECT that are not properties. */
    public record Connect(String clientId, boolean cleanStart, String user, boolean hasWill) {
    }

    /** The payload as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    int number(MqttPropertyType property, int absent) {
        return (int) properties.getOrDefault(property, absent);
    }

    static ScriptedPeerPacket of(MqttMessage message) {
        var header = message.fixedHeader();
        int packetId = message.variableHeader() instanceof MqttMessageIdVariableHeader id ? id.messageId() : 0;
        String topic = "";
        byte[] payload = {};
        Map<String, Integer> filters = new LinkedHashMap<>();
        MqttProperties properties = MqttProperties.NO_PROPERTIES;
        Connect connect = null;
        if (message instanceof MqttConnectMessage asked) {
            properties = asked.variableHeader().properties();
            connect = new Connect(asked.payload().clientIdentifier(), asked.variableHeader().isCleanSession(),
                    asked.payload().userName(), asked.variableHeader().isWillFlag());
        } else if (message instanceof MqttPublishMessage publish) {
            properties = publish.variableHeader().properties();
            packetId = Math.max(0, publish.variableHeader().packetId());
            topic = publish.variableHeader().topicName();
            payload = ByteBufUtil.getBytes(publish.payload());
        } else if (message instanceof MqttSubscribeMessage subscribe) {
            properties = subscribe.idAndPropertiesVariableHeader().properties();
            subscribe.payload().topicSubscriptions().forEach(
                    asked -> filters.put(asked.topicFilter(), asked.qualityOfService().value()));
        } else if (message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader disconnect) {
            properties = disconnect.properties();
        }
        Map<MqttPropertyType, Object> values = new EnumMap<>(MqttPropertyType.class);
        properties.listAll().forEach(each -> values.put(MqttPropertyType.valueOf(each.propertyId()), each.value()));
        return new ScriptedPeerPacket(header.messageType(), Instant.now(), size(header.remainingLength()), packetId,
                topic, payload, header.qosLevel().value(), header.isDup(), filters, values, connect);
    }

    /** A length takes a byte for each seven bits (MQTT 5 section 1.5.5), and follows one byte. */
    private static int size(int length) {
        return 1 + (length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : length < 1 << 21 ? 3 : 4) + length;
    }

    /** Short, as the message of a failed wait lists many packets. */
    @Override
    public String toString() {
        String publish = " QoS " + qos + (dup ? " DUP '" : " '") + topic + "' " + payload.length + " B";
        return type + (packetId == 0 ? "" : " " + packetId) + (type == MqttMessageType.PUBLISH ? publish : "")
                + (filters.isEmpty() ? "" : " " + filters) + (connect == null ? "" : " " + connect)
                + (properties.isEmpty() ? "" : " " + properties);
    }
}
