package campus.link;

import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;

/** What a received message says of itself that camel-paho-mqtt5 has no header for. */
public final class Received {

    private Received() {
    }

    /** Whether the broker had kept the message from before the subscription (MQTT 5 section 3.3.1.3). */
    public static boolean retained(Exchange exchange) {
        PahoMqtt5Message message = exchange.getMessage(PahoMqtt5Message.class);
        return message != null && message.getMqttMessage().isRetained();
    }
}
