package campus.link;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * What a received message asks of the answer to it (MQTT 5 section 4.10).
 *
 * @param responseTopic   where the answer is wanted; empty where none is
 * @param correlationData what the answer must carry; null for nothing
 */
public record Request(String responseTopic, byte[] correlationData) {

    /** What the message of an exchange asks for. */
    public static Request of(Exchange exchange) {
        MqttProperties properties = exchange.getMessage()
                .getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class);
        boolean wanted = properties != null && properties.getResponseTopic() != null;
        return wanted ? new Request(properties.getResponseTopic(), properties.getCorrelationData())
                : new Request("", null);
    }

    /**
     * The properties of an answer, for the header {@code CamelPahoMqtt5Properties} of what is published.
     *
     * @param userProperties by name
     * @param timeToLive     after which the broker drops it; zero: never
     */
    public static MqttProperties answer(Request request, Map<String, String> userProperties, Duration timeToLive) {
        MqttProperties answer = expiring(timeToLive);
        answer.setCorrelationData(request.correlationData());
        userProperties.forEach((name, value) -> answer.getUserProperties().add(new UserProperty(name, value)));
        return answer;
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
