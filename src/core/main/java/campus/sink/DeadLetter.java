package campus.sink;

import campus.camel.MqttMessages;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.util.URISupport;

/** The line for a message that could not be handled: the message as in every sink, with the place and the reason. */
public final class DeadLetter {

    private final Clock clock;

    /** @param clock gives the time of the failure */
    public DeadLetter(Clock clock) {
        this.clock = clock;
    }

    /** The line for the failed message of an exchange, with the fields {@code route} and {@code error}. */
    public String line(Exchange exchange) {
        return format(exchange, new LinkedHashMap<>());
    }

    /** As {@link #line}, with the field {@code sink}: the URI that failed, its passwords hidden. */
    public String lineOfSink(Exchange exchange) {
        Map<String, String> fields = new LinkedHashMap<>();
        String sink = exchange.getProperty(ExchangePropertyKey.FAILURE_ENDPOINT, String.class);
        if (sink != null) {
            fields.put("sink", URISupport.sanitizeUri(sink));
        }
        return format(exchange, fields);
    }

    private String format(Exchange exchange, Map<String, String> fields) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        fields.put("route", exchange.getFromRouteId());
        fields.put("error", failure == null ? "unknown" : String.valueOf(failure));
        return MessageLine.of(MqttMessages.received(exchange), clock.instant()).format(fields);
    }
}
