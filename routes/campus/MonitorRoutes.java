package campus;

import campus.base.Time;
import campus.sink.Sinks;
import org.apache.camel.builder.RouteBuilder;

/**
 * MQTT to sinks: the template {@code view}. Each {@code camel.route-template[NAME]} block in application.properties
 * makes one view of it, a topic filter whose messages go, a line each, to a sink.
 */
public class MonitorRoutes extends RouteBuilder {

    @Override
    public void configure() {
        Sinks sinks = new Sinks(Time.CLOCK);

        routeTemplate("view")
            .templateParameter("filter", null, "topic filter, + and # allowed")
            .templateParameter("to", null, "endpoint URI of the sink; ${variable.topicPath} is the topic as a safe path")
            .templateParameter("qos", "1", "0 or 1")
            .templateParameter("client-id", null, "MQTT client identifier of this view's durable session")
            .from("paho-mqtt5:{{filter}}?qos={{qos}}&clientId={{client-id}}&{{campus.session.durable}}"
                    + "&userName=#property:campus.building.username&password=#property:campus.building.password")
                .routeConfigurationId("receive").autoStartup("{{campus.monitor.enabled}}")
                .setVariable("topicPath", method(sinks, "topicPath"))
                .bean(sinks, "line")
                .to("{{to}}");
    }
}
