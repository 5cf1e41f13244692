package campus.cli.trace;

import campus.base.PrintableText;
import campus.link.wire.ReasonCode;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A packet of MQTT 5 in words. Netty's decoder reads it, as it does for the link.
 *
 * @param type       the name of its type (MQTT 5 section 2.1.2)
 * @param size       bytes, with the fixed header
 * @param identifier the packet identifier; 0 if it has none
 * @param qos        of a PUBLISH, else 0
 * @param payload    bytes of the payload of a PUBLISH, else 0
 * @param details    flags, names, reason codes and properties in one line; never a password or a payload
 */
record PacketDescription(String type, int size, int identifier, int qos, int payload, String details) {

    /** A CONNECT, which alone tells the decoder that the packets are of MQTT 5. */
    private static final byte[] VERSION_5 = {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 0, 0, 0, 0};

    /** Describes the bytes of one packet; only type and size if it cannot be read. */
    public static PacketDescription of(byte[] packet) {
        EmbeddedChannel decoder = new EmbeddedChannel(new MqttDecoder(Integer.MAX_VALUE, Integer.MAX_VALUE));
        decoder.writeInbound(Unpooled.wrappedBuffer(VERSION_5), Unpooled.wrappedBuffer(packet));
        decoder.readInbound();
        MqttMessage message = decoder.readInbound();
        try {
            if (message == null || message.decoderResult().isFailure()) {
                int type = (packet[0] & 0xFF) >> 4;
                return new PacketDescription(type == 0 ? "RESERVED" : MqttMessageType.valueOf(type).name(),
                        packet.length, 0, 0, 0, "cannot be read");
            }
            return of(message, packet.length);
        } finally {
            ReferenceCountUtil.release(message);
            decoder.finishAndReleaseAll();
        }
    }

    private static PacketDescription of(MqttMessage message, int size) {
        MqttMessageType type = message.fixedHeader().messageType();
        int identifier = 0;
        int qos = 0;
        int payload = 0;
        if (message instanceof MqttPublishMessage publish) {
            qos = message.fixedHeader().qosLevel().value();
            identifier = qos > 0 ? publish.variableHeader().packetId() : 0;
            payload = publish.payload().readableBytes();
        } else if (message.variableHeader() instanceof MqttMessageIdVariableHeader header) {
            identifier = header.messageId();
        }
        List<String> details = new ArrayList<>();
        addIf(identifier > 0, details, "id " + identifier);
        if (message instanceof MqttConnectMessage connect) {
            connect(details, connect.variableHeader(), connect.payload());
        } else if (message instanceof MqttPublishMessage publish) {
            publish(details, publish, payload);
        } else {
            header(details, message.variableHeader());
            payload(details, message.payload());
        }
        return new PacketDescription(type.name(), size, identifier, qos, payload, String.join(", ", details));
    }

    private static void connect(List<String> details, MqttConnectVariableHeader header, MqttConnectPayload payload) {
        details.add("client=" + PrintableText.of(payload.clientIdentifier()));
        details.add("keep alive " + header.keepAliveTimeSeconds() + " s");
        addIf(header.isCleanSession(), details, "clean start");
        if (header.hasUserName()) {
            details.add("user=" + PrintableText.of(payload.userName()));
        }
        if (header.hasPassword()) {
            details.add("password=" + bytes(payload.passwordInBytes()));
        }
        properties(details, header.properties());
        if (header.isWillFlag()) {
            details.add("will=" + PrintableText.of(payload.willTopic()) + " " + bytes(payload.willMessageInBytes()));
            details.add("will QoS " + header.willQos());
            addIf(header.isWillRetain(), details, "will retain");
            properties(details, payload.willProperties());
        }
    }

    private static void addIf(boolean holds, List<String> details, String detail) {
        if (holds) {
            details.add(detail);
        }
    }

    private static void publish(List<String> details, MqttPublishMessage publish, int payload) {
        MqttPublishVariableHeader header = publish.variableHeader();
        details.add("QoS " + publish.fixedHeader().qosLevel().value());
        addIf(publish.fixedHeader().isDup(), details, "DUP");
        addIf(publish.fixedHeader().isRetain(), details, "RETAIN");
        details.add("topic=" + PrintableText.of(header.topicName()));
        details.add("payload " + payload + " B");
        properties(details, header.properties());
    }

    private static void header(List<String> details, Object header) {
        if (header instanceof MqttConnAckVariableHeader accepted) {
            details.add(ReasonCode.text(accepted.connectReturnCode().byteValue() & 0xFF));
            addIf(accepted.isSessionPresent(), details, "session present");
            properties(details, accepted.properties());
        } else if (header instanceof MqttPubReplyMessageVariableHeader reply) {
            details.add(ReasonCode.text(reply.reasonCode() & 0xFF));
            properties(details, reply.properties());
        } else if (header instanceof MqttReasonCodeAndPropertiesVariableHeader reason) {
            int code = reason.reasonCode() & 0xFF;
            details.add(code == 0 ? "normal disconnection (0x00)" : ReasonCode.text(code));
            properties(details, reason.properties());
        } else if (header instanceof MqttMessageIdAndPropertiesVariableHeader subscription) {
            properties(details, subscription.properties());
        }
    }

    private static void payload(List<String> details, Object payload) {
        if (payload instanceof MqttSubscribePayload subscribe) {
            subscribe.topicSubscriptions().forEach(wanted -> details.add("filter="
                    + PrintableText.of(wanted.topicFilter()) + " QoS " + wanted.qualityOfService().value()));
        } else if (payload instanceof MqttUnsubscribePayload unsubscribe) {
            unsubscribe.topics().forEach(filter -> details.add("filter=" + PrintableText.of(filter)));
        } else if (payload instanceof MqttSubAckPayload granted) {
            granted.reasonCodes().forEach(code ->
                    details.add(code <= 2 ? "granted QoS " + code : ReasonCode.text(code)));
        } else if (payload instanceof MqttUnsubAckPayload ended) {
            ended.unsubscribeReasonCodes().forEach(code -> details.add(ReasonCode.text(code & 0xFF)));
        }
    }

    private static void properties(List<String> details, MqttProperties properties) {
        for (MqttProperties.MqttProperty<?> property : properties.listAll()) {
            String name = name(MqttPropertyType.valueOf(property.propertyId()));
            if (property instanceof MqttProperties.UserProperties user) {
                user.value().forEach(pair -> details.add(name + " " + PrintableText.of(pair.key + "=" + pair.value)));
            } else if (property.value() instanceof Integer number) {
                details.add(name + " " + Integer.toUnsignedString(number));
            } else if (property.value() instanceof byte[] data) {
                details.add(name + "=" + bytes(data));
            } else {
                details.add(name + "=" + PrintableText.of(String.valueOf(property.value())));
            }
        }
    }

    /** The name in MQTT 5 section 2.2.2.2. */
    private static String name(MqttPropertyType property) {
        return property == MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL
                ? "message expiry interval"
                : property.name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("qos", "QoS");
    }

    private static String bytes(byte[] secret) {
        return "(" + secret.length + " bytes)";
    }
}
