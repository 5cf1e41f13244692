package campus.sink;

import campus.base.Causes;
import campus.camel.MqttMessages;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.util.URISupport;

/**
 * The steps of a route that writes received messages, or those that it could not handle.
 *
 * @param clock gives the time of arrival, or of the failure
 */
public record MessageLines(Clock clock) {

    /** The line for the received message of an exchange. */
    public String line(Exchange exchange) {
        return line(exchange, Map.of());
    }

    /** The topic of the received message as a path that is safe in a file name ({@link TopicPath}). */
    public String topicPath(Exchange exchange) {
        return TopicPath.of(exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, "", String.class));
    }

    /** The line for the failed message of an exchange, with the fields {@code route} and {@code error}. */
    public String deadLetter(Exchange exchange) {
        return deadLetter(exchange, new LinkedHashMap<>());
    }

    /** As {@link #deadLetter}, with the field {@code sink}: the URI that failed, its passwords hidden. */
    public String deadLetterOfSink(Exchange exchange) {
        Map<String, String> fields = new LinkedHashMap<>();
        String sink = exchange.getProperty(ExchangePropertyKey.FAILURE_ENDPOINT, String.class);
        if (sink != null) {
            fields.put("sink", URISupport.sanitizeUri(sink));
        }
        return deadLetter(exchange, fields);
    }

    /** Why an exchange failed, with the causes of its exception. */
    public static String reason(Exchange exchange) {
        Exception failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
        return failure == null ? "unknown" : Causes.messages(failure);
    }

    private String deadLetter(Exchange exchange, Map<String, String> fields) {
        Exception failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
        fields.put("route", exchange.getFromRouteId());
        fields.put("error", (failure == null ? "" : failure.getClass().getName() + ": ") + reason(exchange));
        return line(exchange, fields);
    }

    private String line(Exchange exchange, Map<String, String> fields) {
        return MessageLine.of(MqttMessages.received(exchange), clock.instant()).format(fields);
    }
}
