package example;

import org.apache.camel.builder.RouteBuilder;

/** Routes with Camel's component {@code paho-mqtt5}; nothing in them is made for the link. */
public final class Routes extends RouteBuilder {

    @Override
    public void configure() {
        from("paho-mqtt5:host/in").routeId("echo").to("paho-mqtt5:host/out");
        from("timer:ticks?period=200").routeId("ticks").setBody(exchangeProperty("CamelTimerCounter"))
                .to("paho-mqtt5:host/ticks");
        from("timer:own?period=1000").routeId("own").log("not of MQTT");
    }
}
