package campus.link;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** What a received message says of itself beside its payload. */
public final class Received {

    private Received() {
    }

    /** Whether the broker had kept the message from before the subscription (MQTT 5 section 3.3.1.3). */
    public static boolean retained(Exchange exchange) {
        PahoMqtt5Message message = exchange.getMessage(PahoMqtt5Message.class);
        return message != null && message.getMqttMessage().isRetained();
    }

    /**
     * Where the sender of a request wants the answer (MQTT 5 section 3.3.2.3.5). Not as a bare string: of one that Camel
     * hands to a bean, {@code null} and quotes around it do not arrive as they are.
     */
    public static Optional<String> responseTopic(Exchange exchange) {
        return Optional.ofNullable(properties(exchange)).map(MqttProperties::getResponseTopic)
                .filter(topic -> !topic.isEmpty());
    }

    /** The bytes that the sender of the request chose (MQTT 5 section 3.3.2.3.6), or null. */
    public static byte[] correlationData(Exchange exchange) {
        MqttProperties properties = properties(exchange);
        return properties == null ? null : properties.getCorrelationData();
    }

    /** The first user property of this name (MQTT 5 section 3.3.2.3.7), or null. */
    public static String userProperty(Exchange exchange, String name) {
        MqttProperties properties = properties(exchange);
        return properties == null ? null : properties.getUserProperties().stream()
                .filter(property -> property.getKey().equals(name))
                .map(UserProperty::getValue).findFirst().orElse(null);
    }

    private static MqttProperties properties(Exchange exchange) {
        return exchange.getMessage().getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class);
    }
}
