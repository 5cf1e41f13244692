package campus;

import org.apache.camel.builder.RouteBuilder;

/**
 * Argument or standard input to MQTT: each body sent to {@code direct:publish} is published on the topic in its
 * header {@code CamelPahoMqtt5OverrideTopic}, with the QoS and the retain flag of the component's other headers, and
 * acknowledged by the broker when the call returns (QoS 1 and 2).
 */
public class PublishRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // The command that sent the message reports a failure.
        errorHandler(noErrorHandler());

        from("direct:publish")
            .routeId("publish")
            .to("paho-mqtt5:publish");
    }
}
