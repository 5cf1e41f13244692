package campus.link.wire;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * What a CONNECT says (MQTT 5 section 3.1).
 *
 * @param clientId       the client identifier; empty to let the broker choose
 * @param user           empty for an anonymous client
 * @param password       empty for none
 * @param cleanStart     whether the broker forgets an earlier session
 * @param sessionExpiry  seconds for which the broker keeps the session after the connection
 * @param keepAlive      seconds
 * @param receiveMaximum messages of QoS 1 and 2 that the client takes at a time
 * @param willTopic      the topic of the Last Will
 * @param will           the Last Will; null for none
 */
public record ConnectPacket(String clientId, String user, String password, boolean cleanStart, long sessionExpiry,
        int keepAlive, int receiveMaximum, String willTopic, MqttMessage will) {

    private static final int NO_RECEIVE_MAXIMUM = 65_535;

    /** The same, with another client and a new session that is asked for this many seconds. */
    public ConnectPacket as(String otherId, String otherUser, String otherPassword, long expiry) {
        return new ConnectPacket(otherId, otherUser, otherPassword, true, expiry, keepAlive, receiveMaximum, willTopic,
                will);
    }

    /** The same, without the Last Will. */
    public ConnectPacket withoutWill() {
        return new ConnectPacket(clientId, user, password, cleanStart, sessionExpiry, keepAlive, receiveMaximum,
                willTopic, null);
    }

    /** The packet for Netty's codec. */
    public MqttConnectMessage packet() {
        MqttProperties properties = new MqttProperties();
        if (sessionExpiry > 0) {
            properties.add(new MqttProperties.IntegerProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(),
                    (int) sessionExpiry));
        }
        if (receiveMaximum < NO_RECEIVE_MAXIMUM) {
            properties.add(new MqttProperties.IntegerProperty(MqttPropertyType.RECEIVE_MAXIMUM.value(),
                    receiveMaximum));
        }
        byte[] secret = password.isEmpty() ? null : password.getBytes(StandardCharsets.UTF_8);
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect().protocolVersion(MqttVersion.MQTT_5)
                .clientId(clientId).username(user.isEmpty() ? null : user).password(secret).cleanSession(cleanStart)
                .keepAlive(keepAlive).properties(properties);
        if (will != null) {
            connect.willFlag(true).willTopic(willTopic).willMessage(will.getPayload())
                    .willQoS(MqttQoS.valueOf(will.getQos())).willRetain(will.isRetained())
                    .willProperties(Packets.properties(will.getProperties()));
        }
        return connect.build();
    }
}
