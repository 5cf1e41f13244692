package campus.camel;

import campus.mqtt.Publication;
import campus.mqtt.ReceivedMessage;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** The two steps between an exchange of {@code paho-mqtt5:} and the message types of {@code campus.mqtt}. */
public final class MqttMessages {

    private MqttMessages() {
    }

    /** The message that an exchange received from {@code paho-mqtt5:}. */
    public static ReceivedMessage received(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] payload = message.getBody(byte[].class);
        MqttProperties properties = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES,
                new MqttProperties(), MqttProperties.class);
        return new ReceivedMessage(message.getHeader(PahoMqtt5Constants.MQTT_TOPIC, "", String.class),
                payload == null ? new byte[0] : payload,
                message.getHeader(PahoMqtt5Constants.MQTT_QOS, 0, Integer.class),
                message instanceof PahoMqtt5Message mqtt && mqtt.getMqttMessage() != null
                        && mqtt.getMqttMessage().isRetained(),
                Optional.ofNullable(properties.getResponseTopic()).filter(topic -> !topic.isEmpty()),
                properties.getCorrelationData(), properties.getUserProperties().stream().collect(
                        Collectors.toMap(UserProperty::getKey, UserProperty::getValue, (first, next) -> first)));
    }

    /**
     * Turns the {@link Publication} in the body into the payload and the headers with which the next endpoint
     * {@code paho-mqtt5:} publishes it. Headers of a received message are removed.
     */
    public static void publication(Exchange exchange) {
        Publication publication = exchange.getMessage().getBody(Publication.class);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(publication.payload());
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, publication.topic());
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, properties(publication));
    }

    private static MqttProperties properties(Publication publication) {
        MqttProperties properties = new MqttProperties();
        publication.responseTopic().ifPresent(properties::setResponseTopic);
        properties.setCorrelationData(publication.correlationData());
        publication.userProperties().forEach(
                (name, value) -> properties.getUserProperties().add(new UserProperty(name, value)));
        if (!publication.expiry().isZero()) {
            properties.setMessageExpiryInterval(Math.max(1, publication.expiry().toSeconds()));
        }
        return properties;
    }
}
