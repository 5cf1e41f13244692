package campus;

import org.apache.camel.builder.RouteBuilder;

/**
 * MQTT to standard output: the template {@code subscribe}, one topic filter whose messages the bean {@code printer}
 * prints.
 */
public class SubscribeRoutes extends RouteBuilder {

    @Override
    public void configure() {
        routeTemplate("subscribe")
            .templateParameter("filter", null, "topic filter, + and # allowed")
            .templateParameter("qos", null, "0, 1 or 2")
            .from("paho-mqtt5:{{filter}}?qos={{qos}}")
                .bean("printer", "print");
    }
}
