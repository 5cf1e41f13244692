package campus.sink;

import campus.base.Causes;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * Whether a sink has failed because it is away, and will take the same message when it is back. Kafka's client tells
 * that by the type of its exceptions; of other sinks nobody knows.
 */
public final class SinkOutage implements Predicate {

    /** By its name: Kafka's client is in the program only if somebody adds it. */
    private static final String RETRIABLE = "org.apache.kafka.common.errors.RetriableException";

    /** Whether the failure of an exchange, or a cause of it, is such an outage. */
    @Override
    public boolean matches(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Throwable.class);
        return Causes.of(failure).anyMatch(cause -> Stream
                .<Class<?>>iterate(cause.getClass(), type -> type != null, Class::getSuperclass)
                .anyMatch(type -> type.getName().equals(RETRIABLE)));
    }
}
