package campus.testkit.peer;

import io.netty.handler.codec.mqtt.MqttProperties;
import java.nio.charset.StandardCharsets;

/** A message for the {@link ScriptedPeer} to deliver. */
public record ScriptedPeerMessage(String topic, byte[] payload, int qos, boolean retain, MqttProperties properties) {

    public static ScriptedPeerMessage of(String topic, String payload, int qos) {
        return new ScriptedPeerMessage(topic, payload.getBytes(StandardCharsets.UTF_8), qos, false,
                MqttProperties.NO_PROPERTIES);
    }

    /** The same message, with the flag that says it was kept from before the subscription. */
    public ScriptedPeerMessage retained() {
        return new ScriptedPeerMessage(topic, payload, qos, true, properties);
    }

    /** The same message with these properties, such as a response topic. */
    public ScriptedPeerMessage with(MqttProperties others) {
        return new ScriptedPeerMessage(topic, payload, qos, retain, others);
    }
}
