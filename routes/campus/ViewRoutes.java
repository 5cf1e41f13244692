package campus;

import static org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants.MQTT_TOPIC;

import campus.base.Durations;
import campus.camel.CamelSettings;
import campus.camel.Login;
import campus.sink.MessageLines;
import campus.sink.View;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;

/**
 * MQTT to sinks: one route for each {@code campus.view.NAME}, a topic filter whose messages go, a line each, to its
 * sinks, one after the other. The broker's own figures ($SYS) are a view like any other.
 */
public class ViewRoutes extends RouteBuilder {

    /** KafkaConstants.KEY of camel-kafka, which is in the program only if somebody adds it. */
    private static final String KAFKA_KEY = "kafka.KEY";

    @Override
    public void configure() {
        MessageLines lines = new MessageLines(Durations.CLOCK);
        View.enabled(CamelSettings.of(getContext())).forEach(view -> write(view, lines));
    }

    private void write(View view, MessageLines lines) {
        view.session().description(view.filter()).ifPresent(text -> log.info("{}: {}", view.routeId(), text));
        ProcessorDefinition<?> route = from("paho-mqtt5:" + view.session().filter(view.filter()) + "?qos=" + view.qos()
                + session(view) + Login.BUILDING)
            .routeId(view.routeId()).routeConfigurationId("campus-sinks")
            .setVariable("topicPath").exchange(lines::topicPath)
            .setVariable("line").exchange(lines::line);
        // A sink may change the body: the next one gets the line again.
        for (String sink : view.sinks()) {
            route.setBody(variable("line"));
            if (sink.startsWith("kafka:")) {
                // Kafka keeps the order of what has the same key: here of each topic, so of each sensor.
                route.setHeader(KAFKA_KEY, header(MQTT_TOPIC)).to(sink).removeHeader(KAFKA_KEY);
            } else {
                route.to(sink);
            }
        }
    }

    private static String session(View view) {
        return (view.session().durable() ? "&clientId=" + view.clientId() : "") + view.session().options();
    }
}
