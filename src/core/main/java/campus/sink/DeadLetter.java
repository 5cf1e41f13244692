package campus.sink;

import campus.camel.MqttMessages;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.util.URISupport;

/** The line for a message that could not be handled: the message as in every sink, and where and why it failed. */
public final class DeadLetter {

    private final Clock clock;

    /** @param clock gives the time of the failure */
    public DeadLetter(Clock clock) {
        this.clock = clock;
    }

    /** The line for the failed message, with {@code route} and {@code error}. */
    public String line(Exchange exchange) {
        return format(exchange, new LinkedHashMap<>());
    }

    /** As {@link #line}, with the {@code sink} that failed, its passwords hidden. */
    public String lineOfSink(Exchange exchange) {
        Map<String, String> where = new LinkedHashMap<>();
        String sink = exchange.getProperty(ExchangePropertyKey.FAILURE_ENDPOINT, String.class);
        if (sink != null) {
            where.put("sink", URISupport.sanitizeUri(sink));
        }
        return format(exchange, where);
    }

    private String format(Exchange exchange, Map<String, String> where) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        where.put("route", exchange.getFromRouteId());
        where.put("error", failure == null ? "unknown" : String.valueOf(failure));
        return MessageLine.of(MqttMessages.received(exchange), clock.instant()).format(where);
    }
}
