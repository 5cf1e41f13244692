package campus.app;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExchangeFormatter;

/** Makes a {@code log:} endpoint show the line of a view, and nothing else of a message. */
final class LogFormatter implements ExchangeFormatter {

    @Override
    public String format(Exchange exchange) {
        return exchange.getMessage().getBody(String.class).stripTrailing();
    }
}
