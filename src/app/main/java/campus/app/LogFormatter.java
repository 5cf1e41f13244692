package campus.app;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExchangeFormatter;

/** How a {@code log:} endpoint shows a message: just the line that a view made of it. */
final class LogFormatter implements ExchangeFormatter {

    @Override
    public String format(Exchange exchange) {
        return exchange.getMessage().getBody(String.class).stripTrailing();
    }
}
