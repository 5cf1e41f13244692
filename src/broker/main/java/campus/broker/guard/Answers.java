package campus.broker.guard;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import java.util.List;

/** The packets with which the guard itself answers. */
final class Answers {

    private Answers() {
    }

    /** Refuses a CONNECT, and closes. */
    static void refuseConnect(ChannelHandlerContext context, boolean mqtt5, Reason reason) {
        context.writeAndFlush(MqttMessageBuilders.connAck().returnCode(reason.connack(mqtt5)).sessionPresent(false)
                .properties(MqttProperties.NO_PROPERTIES).build()).addListener(ChannelFutureListener.CLOSE);
    }

    /** Closes a connection, and tells an MQTT 5 client why. */
    static void disconnect(ChannelHandlerContext context, boolean mqtt5, Reason reason) {
        if (!mqtt5) {
            context.close();
            return;
        }
        context.writeAndFlush(MqttMessageBuilders.disconnect().reasonCode((byte) reason.code()).build())
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** The PUBACK or PUBREC of a refused publication; MQTT 3.1.1 has only the positive one. */
    static MqttMessage refusal(MqttPublishMessage publish, boolean mqtt5, Reason reason) {
        MqttMessageType type = publish.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE
                ? MqttMessageType.PUBACK : MqttMessageType.PUBREC;
        int id = publish.variableHeader().packetId();
        return new MqttMessage(header(type), mqtt5
                ? new MqttPubReplyMessageVariableHeader(id, (byte) reason.code(), MqttProperties.NO_PROPERTIES)
                : MqttMessageIdVariableHeader.from(id));
    }

    static MqttMessage suback(int id, List<Integer> codes) {
        return new MqttSubAckMessage(header(MqttMessageType.SUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(id, MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(codes));
    }

    static MqttMessage pingresp() {
        return new MqttMessage(header(MqttMessageType.PINGRESP));
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
