package campus.link.wire;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Arrays;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttConnAck;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * What a broker allows a client, as its CONNACK says (MQTT 5 section 3.2.2.3).
 *
 * @param receiveMaximum    messages that it takes before it has acknowledged the first of them
 * @param maximumPacketSize bytes; {@link #NO_LIMIT} where there is none
 * @param maximumQos        0, 1 or 2
 * @param retain            whether it keeps retained messages
 * @param wildcards         whether it takes filters with + and #
 * @param shared            whether it takes shared subscriptions
 * @param sessionExpiry     seconds that it keeps a session: what was asked for, or what it gives instead
 * @param keepAlive         seconds: what was asked for, or what it wants instead
 */
public record ServerLimits(int receiveMaximum, long maximumPacketSize, int maximumQos, boolean retain, boolean wildcards,
        boolean shared, long sessionExpiry, int keepAlive) {

    /** No limit but that of the protocol. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private static final int SHORT = 0xFFFF;
    private static final int UNACCEPTABLE_VERSION = 1;
    private static final int UNSUPPORTED_VERSION = 0x84;

    /**
     * Reads the answer to a CONNECT of MQTT 5.
     *
     * @param sessionExpiry seconds that were asked for
     * @param keepAlive     seconds that were asked for
     * @throws ProtocolException where the broker speaks an older version
     * @throws IOException       where it does not speak MQTT
     * @throws MqttException     with the reason code of the broker, where it refuses
     */
    public static ServerLimits of(Packet connack, long sessionExpiry, int keepAlive) throws IOException, MqttException {
        byte[] body = Arrays.copyOfRange(connack.bytes(), connack.body(), connack.bytes().length);
        if (connack.type() != Packet.CONNACK || body.length < 2) {
            throw new IOException("what answers there does not speak MQTT");
        }
        int code = body[1] & 0xFF;
        // Without properties it is the CONNACK of an older version (MQTT 3.1.1 section 3.2).
        if (body.length == 2 && code < 0x80 || code == UNACCEPTABLE_VERSION || code == UNSUPPORTED_VERSION) {
            throw new ProtocolException("the broker does not speak MQTT 5, only an older version such as MQTT 3.1.1");
        }
        if (code != 0) {
            throw new MqttException(code);
        }
        return of(new MqttConnAck(body).getProperties(), sessionExpiry, keepAlive);
    }

    private static ServerLimits of(MqttProperties connack, long askedExpiry, int askedKeepAlive) {
        // Paho reads 32768 and more as a negative number.
        return new ServerLimits(connack.getReceiveMaximum() == null ? SHORT : connack.getReceiveMaximum() & SHORT,
                connack.getMaximumPacketSize() == null ? NO_LIMIT : connack.getMaximumPacketSize(),
                connack.getMaximumQoS() == null ? 2 : connack.getMaximumQoS(),
                !Boolean.FALSE.equals(connack.isRetainAvailable()),
                connack.isWildcardSubscriptionsAvailable(), connack.isSharedSubscriptionAvailable(),
                connack.getSessionExpiryInterval() == null ? askedExpiry : connack.getSessionExpiryInterval(),
                connack.getServerKeepAlive() == null ? askedKeepAlive : connack.getServerKeepAlive() & SHORT);
    }
}
