package campus.link;

import java.time.Duration;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** What a message to send says of itself beside its payload; the counterpart of {@link Received}. */
public final class Sent {

    private Sent() {
    }

    /**
     * The properties of a request, for the header {@code CamelPahoMqtt5MsgProperties}.
     *
     * @param responseTopic   where to answer it (MQTT 5 section 3.3.2.3.5); null where no answer is wanted
     * @param correlationData what marks the answer (MQTT 5 section 3.3.2.3.6); may be null
     */
    public static MqttProperties request(String responseTopic, byte[] correlationData) {
        MqttProperties properties = new MqttProperties();
        if (responseTopic != null) {
            properties.setResponseTopic(responseTopic);
            properties.setCorrelationData(correlationData);
        }
        return properties;
    }

    /**
     * The properties of an answer, for the same header.
     *
     * @param correlationData of the request (MQTT 5 section 4.10); null for none
     * @param userProperties  by name
     * @param timeToLive      after which the broker drops it; zero: never
     */
    public static MqttProperties answer(byte[] correlationData, Map<String, String> userProperties, Duration timeToLive) {
        MqttProperties properties = expiring(timeToLive);
        properties.setCorrelationData(correlationData);
        userProperties.forEach((name, value) -> properties.getUserProperties().add(new UserProperty(name, value)));
        return properties;
    }

    /** The properties of a message that the broker drops after a time, in whole seconds; zero: never. */
    public static MqttProperties expiring(Duration timeToLive) {
        MqttProperties properties = new MqttProperties();
        if (!timeToLive.isZero()) {
            properties.setMessageExpiryInterval(Math.max(1, timeToLive.toSeconds()));
        }
        return properties;
    }
}
