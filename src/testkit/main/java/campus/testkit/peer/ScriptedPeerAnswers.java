package campus.testkit.peer;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.Collection;
import java.util.Collections;

/** The packets that the {@link ScriptedPeer} sends, without the ceremony that the codec asks for. */
final class ScriptedPeerAnswers {

    private ScriptedPeerAnswers() {
    }

    static MqttMessage connAck(int reasonCode, boolean sessionPresent, MqttProperties properties) {
        return new MqttConnAckMessage(header(MqttMessageType.CONNACK), new MqttConnAckVariableHeader(
                MqttConnectReturnCode.valueOf((byte) reasonCode), sessionPresent, properties));
    }

    static MqttMessage subAck(int packetId, Collection<Integer> codes, String reason) {
        return new MqttSubAckMessage(header(MqttMessageType.SUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, reason(reason)), new MqttSubAckPayload(codes));
    }

    static MqttMessage unsubAck(int packetId, int filters) {
        return new MqttUnsubAckMessage(header(MqttMessageType.UNSUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttUnsubAckPayload(Collections.nCopies(filters, (short) 0)));
    }

    /** A PUBACK, PUBREC, PUBREL or PUBCOMP. */
    static MqttMessage acknowledgement(MqttMessageType type, int packetId, int reasonCode, String reason) {
        MqttQoS flags = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
        return new MqttMessage(new MqttFixedHeader(type, false, flags, false, 0),
                new MqttPubReplyMessageVariableHeader(packetId, (byte) reasonCode, reason(reason)));
    }

    static MqttMessage publish(ScriptedPeerMessage message, int packetId, boolean dup) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, dup, MqttQoS.valueOf(message.qos()), message.retain(), 0),
                new MqttPublishVariableHeader(message.topic(), packetId, message.properties()),
                Unpooled.wrappedBuffer(message.payload()));
    }

    static MqttMessage pingResp() {
        return MqttMessage.PINGRESP;
    }

    static MqttMessage disconnect(int reasonCode) {
        return new MqttMessage(header(MqttMessageType.DISCONNECT),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) reasonCode, MqttProperties.NO_PROPERTIES));
    }

    static MqttProperties reason(String text) {
        if (text.isEmpty()) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(MqttPropertyType.REASON_STRING.value(), text));
        return properties;
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
