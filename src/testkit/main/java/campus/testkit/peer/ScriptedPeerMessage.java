package campus.testkit.peer;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.charset.StandardCharsets;

/**
 * A message for the {@link ScriptedPeer} to deliver.
 *
 * @param qos 0, 1 or 2
 */
public record ScriptedPeerMessage(String topic, byte[] payload, int qos) {

    /** A message with a text as its payload, in UTF-8. */
    public static ScriptedPeerMessage of(String topic, String payload, int qos) {
        return new ScriptedPeerMessage(topic, payload.getBytes(StandardCharsets.UTF_8), qos);
    }

    MqttMessage packet(int packetId, boolean dup) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, dup, MqttQoS.valueOf(qos), false, 0),
                new MqttPublishVariableHeader(topic, packetId, MqttProperties.NO_PROPERTIES),
                Unpooled.wrappedBuffer(payload));
    }
}
