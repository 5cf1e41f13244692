package campus.broker.guard;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The packets with which the guard itself answers. */
final class Answers {

    private static final int LAST_SECONDS = 2;

    private Answers() {
    }

    /** Refuses a CONNECT, and closes. */
    static void refuseConnect(ChannelHandlerContext context, boolean mqtt5, Reason reason) {
        last(context, MqttMessageBuilders.connAck().returnCode(reason.connack(mqtt5)).sessionPresent(false)
                .properties(MqttProperties.NO_PROPERTIES).build());
    }

    /** Closes a connection, and tells an MQTT 5 client why. */
    static void disconnect(ChannelHandlerContext context, boolean mqtt5, Reason reason) {
        if (mqtt5) {
            last(context, MqttMessageBuilders.disconnect().reasonCode((byte) reason.code()).build());
        } else {
            context.close();
        }
    }

    /** A client that does not read its last packet is not waited for. */
    private static void last(ChannelHandlerContext context, MqttMessage packet) {
        context.writeAndFlush(packet).addListener(ChannelFutureListener.CLOSE);
        context.executor().schedule(() -> context.close(), LAST_SECONDS, TimeUnit.SECONDS);
    }

    /** The PUBACK or PUBREC of a publication; to MQTT 3.1.1, which has only the positive one, Netty writes no code. */
    static MqttMessage acknowledgement(MqttPublishMessage publish, Optional<Reason> refusal) {
        MqttMessageType type = publish.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE
                ? MqttMessageType.PUBACK : MqttMessageType.PUBREC;
        return new MqttMessage(header(type), new MqttPubReplyMessageVariableHeader(
                publish.variableHeader().packetId(), refusal.map(Reason::code).orElse(0).byteValue(),
                MqttProperties.NO_PROPERTIES));
    }

    static MqttMessage suback(int id, List<Integer> codes) {
        return new MqttSubAckMessage(header(MqttMessageType.SUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(id, MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(codes));
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
