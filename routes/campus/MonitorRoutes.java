package campus;

import campus.sink.Sinks;
import java.time.Clock;
import org.apache.camel.builder.RouteBuilder;

/**
 * MQTT to sinks: the template {@code view}. Each {@code camel.route-template[NAME]} block in application.properties
 * makes one view of it, a topic filter whose messages go, a line each, to a sink.
 */
public class MonitorRoutes extends RouteBuilder {

    @Override
    public void configure() {
        Sinks sinks = new Sinks(Clock.systemUTC());

        routeTemplate("view")
            .templateParameter("filter", null, "topic filter, + and # allowed")
            .templateParameter("to", null, "endpoint URI of the sink; ${variable.topicPath} is the topic as a safe path")
            .templateParameter("qos", "1", "0, 1 or 2")
            .from("paho-mqtt5:{{filter}}?qos={{qos}}&{{campus.session.durable}}")
                .routeConfigurationId("receive").autoStartup("{{campus.monitor.enabled}}")
                .setVariable("topicPath", method(sinks, "topicPath"))
                .bean(sinks, "line")
                .to("{{to}}");
    }
}
