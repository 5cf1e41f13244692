package campus.link.wire;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Arrays;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttConnAck;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * What a broker allows a client, as told by its CONNACK (MQTT 5 section 3.2.2.3).
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

    private static final int SHORT = 0xFFFF;
    /** The return code of MQTT 3.1.1 (its section 3.2.2.3). */
    private static final int UNACCEPTABLE_VERSION = 1;

    /**
     * Reads the answer to a CONNECT of MQTT 5.
     *
     * @param sessionExpiry seconds that were requested
     * @param keepAlive     seconds that were requested
     * @throws ProtocolException if the broker speaks an older version only
     * @throws IOException       if the peer does not speak MQTT
     * @throws MqttException     with the broker's reason code, if it refuses
     */
    public static ServerLimits of(Packet connack, long sessionExpiry, int keepAlive)
            throws IOException, MqttException {
        byte[] body = Arrays.copyOfRange(connack.bytes(), connack.body(), connack.bytes().length);
        if (connack.type() != Packet.CONNACK || body.length < 2) {
            throw new IOException("the server on this port does not speak MQTT");
        }
        int code = body[1] & 0xFF;
        // Without properties it is the CONNACK of an older version (MQTT 3.1.1 section 3.2).
        if (body.length == 2 && !ReasonCode.isFailure(code) || code == UNACCEPTABLE_VERSION
                || code == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
            throw new ProtocolException("the broker does not speak MQTT 5, only an older version such as MQTT 3.1.1");
        }
        if (code != 0) {
            throw new MqttException(code);
        }
        return of(new MqttConnAck(body).getProperties(), sessionExpiry, keepAlive);
    }

    private static ServerLimits of(MqttProperties connack, long requestedExpiry, int requestedKeepAlive) {
        // Paho reads 32768 and more as a negative number.
        return new ServerLimits(connack.getReceiveMaximum() == null ? SHORT : connack.getReceiveMaximum() & SHORT,
                connack.getMaximumPacketSize() == null ? NO_LIMIT : connack.getMaximumPacketSize(),
                connack.getMaximumQoS() == null ? 2 : connack.getMaximumQoS(),
                !Boolean.FALSE.equals(connack.isRetainAvailable()),
                connack.isWildcardSubscriptionsAvailable(), connack.isSharedSubscriptionAvailable(),
                connack.getSessionExpiryInterval() == null ? requestedExpiry : connack.getSessionExpiryInterval(),
                connack.getServerKeepAlive() == null ? requestedKeepAlive : connack.getServerKeepAlive() & SHORT);
    }
}
