package campus.sink;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** The line for a message that could not be handled: the message as in every sink, and where and why it failed. */
public final class DeadLetter {

    private final Clock clock;

    /** @param clock gives the time of the failure */
    public DeadLetter(Clock clock) {
        this.clock = clock;
    }

    /** The line for the failed message, with {@code route} and {@code error}. */
    public String line(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Map<String, String> where = new LinkedHashMap<>();
        where.put("route", exchange.getFromRouteId());
        where.put("error", failure == null ? "unknown" : String.valueOf(failure));
        return MessageLine.received(exchange, clock.instant()).format(where);
    }
}
