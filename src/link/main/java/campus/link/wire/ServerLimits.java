package campus.link.wire;

import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * What a broker allows a client, by its CONNACK (MQTT 5 section 3.2.2.3).
 *
 * @param receiveMaximum    messages of QoS 1 and 2 that may be in flight to the broker
 * @param maximumPacketSize bytes; {@link #NO_LIMIT} if there is none
 * @param maximumQos        0, 1 or 2
 * @param retain            whether it keeps retained messages
 * @param wildcards         whether it accepts topic filters with + and #
 * @param shared            whether it accepts shared subscriptions
 * @param sessionExpiry     seconds for which it keeps the session: those requested, or the broker's own
 * @param keepAlive         seconds: those requested, or the broker's own
 */
public record ServerLimits(int receiveMaximum, long maximumPacketSize, int maximumQos, boolean retain,
        boolean wildcards, boolean shared, long sessionExpiry, int keepAlive) {

    /** No limit but that of the protocol. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private static final int MAX_IN_FLIGHT = 65_535;

    /**
     * Reads a CONNACK that accepts.
     *
     * @param sessionExpiry seconds that were requested
     * @param keepAlive     seconds that were requested
     */
    public static ServerLimits of(MqttConnAckVariableHeader connack, long sessionExpiry, int keepAlive) {
        MqttProperties properties = connack.properties();
        return new ServerLimits((int) number(properties, MqttPropertyType.RECEIVE_MAXIMUM, MAX_IN_FLIGHT),
                number(properties, MqttPropertyType.MAXIMUM_PACKET_SIZE, NO_LIMIT),
                (int) number(properties, MqttPropertyType.MAXIMUM_QOS, 2),
                number(properties, MqttPropertyType.RETAIN_AVAILABLE, 1) == 1,
                number(properties, MqttPropertyType.WILDCARD_SUBSCRIPTION_AVAILABLE, 1) == 1,
                number(properties, MqttPropertyType.SHARED_SUBSCRIPTION_AVAILABLE, 1) == 1,
                number(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, sessionExpiry),
                (int) number(properties, MqttPropertyType.SERVER_KEEP_ALIVE, keepAlive));
    }

    private static long number(MqttProperties properties, MqttPropertyType type, long otherwise) {
        MqttProperties.MqttProperty<?> property = properties.getProperty(type.value());
        return property == null ? otherwise : Integer.toUnsignedLong((Integer) property.value());
    }

    /** Why the broker would not take a message; null if it would. It ends the connection if it is sent all the same. */
    public String refusal(String topic, MqttMessage message) {
        if (message.getQos() > maximumQos) {
            return "the broker takes QoS " + maximumQos + " at most, not QoS " + message.getQos();
        }
        if (message.isRetained() && !retain) {
            return "the broker keeps no retained messages";
        }
        long size = maximumPacketSize == NO_LIMIT ? 0 : Packets.size(topic, message);
        return size <= maximumPacketSize ? null : "packet too large: it has " + size + " bytes, and the broker takes "
                + maximumPacketSize + " at most";
    }

    /** Why the broker would not grant a subscription; null if it might. */
    public String refusal(String filter) {
        if (filter.startsWith("$share/") && !shared) {
            return "the broker has no shared subscriptions";
        }
        return !wildcards && (filter.contains("+") || filter.contains("#"))
                ? "the broker takes no topic filters with + or #" : null;
    }
}
