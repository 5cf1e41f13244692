package campus;

import campus.base.Durations;
import campus.camel.CamelSettings;
import campus.sink.MessageLines;
import campus.sink.View;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;

/**
 * MQTT to sinks: one route for each {@code campus.view.NAME}, a topic filter whose messages go, a line each, to its
 * sinks, one after the other. The broker's own figures ($SYS) are a view like any other.
 */
public class ViewRoutes extends RouteBuilder {

    @Override
    public void configure() {
        MessageLines lines = new MessageLines(Durations.CLOCK);
        View.enabled(CamelSettings.of(getContext())).forEach(view -> write(view, lines));
    }

    private void write(View view, MessageLines lines) {
        ProcessorDefinition<?> route = from("paho-mqtt5:" + view.filter() + "?qos=" + view.qos() + session(view)
                + Login.BUILDING)
            .routeId(view.routeId()).routeConfigurationId("sinks")
            .setVariable("topicPath").exchange(lines::topicPath)
            .setVariable("line").exchange(lines::line);
        // A sink may change the body: the next one gets the line again.
        for (String sink : view.sinks()) {
            route.setBody(variable("line")).to(sink);
        }
    }

    private static String session(View view) {
        return view.durable() ? "&clientId=" + view.clientId() + "&{{campus.session.durable}}" : "";
    }
}
