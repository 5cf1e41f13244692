package campus.link.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * Packets of MQTT 5 for Netty's codec, made of what routes give and get: messages and properties have the types of
 * camel-paho-mqtt5, which are Paho's.
 */
public final class Packets {

    private Packets() {
    }

    /**
     * What is wrong with a packet of a broker: it cannot be decoded, or must not come; null if nothing is. This client
     * asks for no enhanced authentication, and allows no topic alias (MQTT 5 section 3.1.2.11).
     *
     * @param accepted whether the broker has accepted the connection
     */
    public static String fault(MqttMessage packet, boolean accepted) {
        if (packet.decoderResult().isFailure()) {
            return packet.decoderResult().cause().getMessage();
        }
        MqttMessageType type = packet.fixedHeader().messageType();
        boolean expected = switch (type) {
            case CONNECT, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, AUTH -> false;
            case CONNACK -> !accepted;
            case DISCONNECT -> true;
            case PUBLISH -> accepted && !((MqttPublishMessage) packet).variableHeader().topicName().isEmpty();
            default -> accepted;
        };
        return expected ? null : type + " must not come now";
    }

    /** A PUBLISH (MQTT 5 section 3.3). */
    public static MqttPublishMessage publish(String topic, org.eclipse.paho.mqttv5.common.MqttMessage message, int id,
            boolean again) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, again, MqttQoS.valueOf(message.getQos()),
                        message.isRetained(), 0),
                new MqttPublishVariableHeader(topic, id, properties(message.getProperties())),
                Unpooled.wrappedBuffer(message.getPayload()));
    }

    /** How many bytes the PUBLISH of a message has (MQTT 5 section 3.3), which tells before it is made if it may be. */
    static long size(String topic, org.eclipse.paho.mqttv5.common.MqttMessage message) {
        // Most messages have none: this is computed for each.
        long properties = message.getProperties() == null ? 0
                : properties(message.getProperties()).listAll().stream().mapToLong(Packets::size).sum();
        long rest = size(topic) + (message.getQos() == 0 ? 0 : 2) + lengthSize(properties) + properties
                + message.getPayload().length;
        return 1 + lengthSize(rest) + rest;
    }

    /** Of a Variable Byte Integer (MQTT 5 section 1.5.5): seven bits a byte. */
    private static long lengthSize(long length) {
        return (70 - Long.numberOfLeadingZeros(length | 1)) / 7;
    }

    /** The codec takes a null for an empty text. */
    private static long size(String text) {
        return 2L + (text == null ? 0 : ByteBufUtil.utf8Bytes(text));
    }

    private static long size(MqttProperties.MqttProperty<?> property) {
        Object value = property.value();
        if (property instanceof MqttProperties.UserProperties users) {
            return users.value().stream().mapToLong(user -> 1 + size(user.key) + size(user.value)).sum();
        }
        return value instanceof String text ? 1 + size(text) : value instanceof byte[] bytes ? 3 + bytes.length
                : property.propertyId() == MqttPropertyType.PAYLOAD_FORMAT_INDICATOR.value() ? 2 : 5;
    }

    /** The message of a PUBLISH, with its packet identifier and its DUP flag. */
    public static org.eclipse.paho.mqttv5.common.MqttMessage message(MqttPublishMessage publish) {
        ByteBuf content = publish.payload();
        byte[] payload = new byte[content.readableBytes()];
        content.readBytes(payload);
        org.eclipse.paho.mqttv5.common.MqttMessage message = new org.eclipse.paho.mqttv5.common.MqttMessage(payload,
                publish.fixedHeader().qosLevel().value(), publish.fixedHeader().isRetain(),
                properties(publish.variableHeader().properties()));
        message.setId(Math.max(0, publish.variableHeader().packetId()));
        message.setDuplicate(publish.fixedHeader().isDup());
        return message;
    }

    /**
     * The properties that a client may send with a message or a will: without those that belong to one delivery by the
     * broker. None is {@link MqttProperties#NO_PROPERTIES}.
     *
     * @param given null for none
     */
    public static MqttProperties properties(org.eclipse.paho.mqttv5.common.packet.MqttProperties given) {
        if (given == null) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        if (given.getPayloadFormat()) {
            number(properties, MqttPropertyType.PAYLOAD_FORMAT_INDICATOR, 1L);
        }
        number(properties, MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, given.getMessageExpiryInterval());
        number(properties, MqttPropertyType.WILL_DELAY_INTERVAL, given.getWillDelayInterval());
        text(properties, MqttPropertyType.CONTENT_TYPE, given.getContentType());
        text(properties, MqttPropertyType.RESPONSE_TOPIC, given.getResponseTopic());
        if (given.getCorrelationData() != null) {
            properties.add(new MqttProperties.BinaryProperty(MqttPropertyType.CORRELATION_DATA.value(),
                    given.getCorrelationData()));
        }
        given.getUserProperties().forEach(
                user -> properties.add(new MqttProperties.UserProperty(user.getKey(), user.getValue())));
        return properties;
    }

    private static void text(MqttProperties properties, MqttPropertyType type, String value) {
        if (value != null) {
            properties.add(new MqttProperties.StringProperty(type.value(), value));
        }
    }

    private static void number(MqttProperties properties, MqttPropertyType type, Long value) {
        if (value != null) {
            properties.add(new MqttProperties.IntegerProperty(type.value(), value.intValue()));
        }
    }

    /** Properties of a received message; null if there are none. */
    private static org.eclipse.paho.mqttv5.common.packet.MqttProperties properties(MqttProperties received) {
        if (received.isEmpty()) {
            return null;
        }
        org.eclipse.paho.mqttv5.common.packet.MqttProperties properties =
                new org.eclipse.paho.mqttv5.common.packet.MqttProperties();
        for (MqttProperties.MqttProperty<?> property : received.listAll()) {
            Object value = property.value();
            switch (MqttPropertyType.valueOf(property.propertyId())) {
                case PAYLOAD_FORMAT_INDICATOR -> properties.setPayloadFormat((Integer) value == 1);
                case PUBLICATION_EXPIRY_INTERVAL ->
                        properties.setMessageExpiryInterval(Integer.toUnsignedLong((Integer) value));
                case CONTENT_TYPE -> properties.setContentType((String) value);
                case RESPONSE_TOPIC -> properties.setResponseTopic((String) value);
                case CORRELATION_DATA -> properties.setCorrelationData((byte[]) value);
                case SUBSCRIPTION_IDENTIFIER -> properties.setSubscriptionIdentifier((Integer) value);
                case USER_PROPERTY -> ((MqttProperties.UserProperties) property).value().forEach(
                        pair -> properties.getUserProperties().add(new UserProperty(pair.key, pair.value)));
                default -> { }
            }
        }
        return properties;
    }

    /** A PUBACK, PUBREC, PUBREL or PUBCOMP with the reason code success (MQTT 5 sections 3.4 to 3.7). */
    public static MqttMessage reply(MqttMessageType type, int id) {
        MqttQoS flags = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
        return new MqttMessage(new MqttFixedHeader(type, false, flags, false, 0),
                new MqttPubReplyMessageVariableHeader(id, (byte) 0, MqttProperties.NO_PROPERTIES));
    }

    /**
     * A SUBSCRIBE (MQTT 5 section 3.8).
     *
     * @param newOnly whether retained messages come only if the broker did not have the subscription before
     */
    public static MqttMessage subscribe(List<String> filters, int qos, int id, boolean newOnly) {
        MqttSubscriptionOption option = new MqttSubscriptionOption(MqttQoS.valueOf(qos), false, false, newOnly
                ? RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS
                : RetainedHandlingPolicy.SEND_AT_SUBSCRIBE);
        MqttMessageBuilders.SubscribeBuilder subscribe = MqttMessageBuilders.subscribe().messageId(id);
        filters.forEach(filter -> subscribe.addSubscription(filter, option));
        return subscribe.build();
    }

    /** An UNSUBSCRIBE (MQTT 5 section 3.10). */
    public static MqttMessage unsubscribe(List<String> filters, int id) {
        MqttMessageBuilders.UnsubscribeBuilder unsubscribe = MqttMessageBuilders.unsubscribe().messageId(id);
        filters.forEach(unsubscribe::addTopicFilter);
        return unsubscribe.build();
    }

    /** A DISCONNECT with the reason code normal disconnection (MQTT 5 section 3.14), which may end the session too. */
    public static MqttMessage disconnect(boolean endSession) {
        MqttProperties properties = new MqttProperties();
        if (endSession) {
            number(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0L);
        }
        return MqttMessageBuilders.disconnect().properties(properties).build();
    }

    /** The failure that a DISCONNECT of the broker stands for. */
    public static ConnectFailure disconnected(MqttMessage disconnect) {
        MqttReasonCodeAndPropertiesVariableHeader reason =
                (MqttReasonCodeAndPropertiesVariableHeader) disconnect.variableHeader();
        return ReasonCode.failure(reason.reasonCode() & 0xFF, reasonString(reason.properties()));
    }

    /** The Reason String in these properties; null if there is none. */
    public static String reasonString(MqttProperties properties) {
        return Optional.ofNullable(properties)
                .map(all -> all.getProperty(MqttPropertyType.REASON_STRING.value()))
                .map(property -> String.valueOf(property.value())).orElse(null);
    }
}
