package campus.link;

import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** What a message to send says of itself that camel-paho-mqtt5 has no header for; the counterpart of {@link Received}. */
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
}
