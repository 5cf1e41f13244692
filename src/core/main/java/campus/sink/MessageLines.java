package campus.sink;

import campus.camel.MqttMessages;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/** The steps of a route that writes received messages. */
public final class MessageLines {

    private final Clock clock;

    /** @param clock gives the time of arrival */
    public MessageLines(Clock clock) {
        this.clock = clock;
    }

    /** The line for the received message of an exchange. */
    public String line(Exchange exchange) {
        return MessageLine.of(MqttMessages.received(exchange), clock.instant()).format(Map.of());
    }

    /** The topic of the received message as a path that is safe in a file name ({@link TopicPath}). */
    public String topicPath(Exchange exchange) {
        return TopicPath.of(exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, "", String.class));
    }
}
