package campus;

import campus.base.Time;
import campus.sink.Sinks;
import org.apache.camel.builder.RouteBuilder;

/**
 * MQTT to sinks: the template {@code view}. Each {@code camel.route-template[NAME]} block in application.properties
 * makes one view of it, a topic filter whose messages go, a line each, to one sink or up to three, one after the other.
 */
public class MonitorRoutes extends RouteBuilder {

    @Override
    public void configure() {
        Sinks sinks = new Sinks(Time.CLOCK);

        routeTemplate("view")
            .templateParameter("filter", null, "topic filter, + and # allowed")
            .templateParameter("to", null, "endpoint URI of the sink; ${variable.topicPath} is the topic as a safe path")
            .templateParameter("to2", "", "another sink; empty: none")
            .templateParameter("to3", "", "another sink; empty: none")
            .templateParameter("qos", "1", "0 or 1")
            .templateParameter("client-id", null, "MQTT client identifier of this view's durable session")
            .from("paho-mqtt5:{{filter}}?qos={{qos}}&clientId={{client-id}}&{{campus.session.durable}}"
                    + "&userName=#property:campus.building.username&password=#property:campus.building.password")
                .routeConfigurationId("sinks").autoStartup("{{campus.monitor.enabled}}")
                .setVariable("topicPath", method(sinks, "topicPath"))
                .bean(sinks, "line")
                .setVariable("line", body())
                .to("{{to}}")
                // Decided when the route is made: a view with one sink has no other step.
                .choice().precondition().when(constant("{{to2}}"))
                    .setBody(variable("line"))
                    .to("{{to2}}")
                .end()
                .choice().precondition().when(constant("{{to3}}"))
                    .setBody(variable("line"))
                    .to("{{to3}}")
                .end();
    }
}
