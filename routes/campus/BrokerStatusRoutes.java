package campus;

import campus.base.Settings;
import campus.base.Time;
import campus.broker.Thresholds;
import campus.sink.Sinks;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;

/**
 * $SYS of the broker to log and file, a line for each figure, and a warning where one is above its limit: the task
 * "Comprueba el estado del broker" of lab sheet 1. The template {@code status} is the same for the table of figures.
 */
public class BrokerStatusRoutes extends RouteBuilder {

    @Override
    public void configure() {
        Settings settings = new Settings(getContext().getPropertiesComponent()::resolveProperty);

        routeTemplate("status")
            .from("paho-mqtt5:{{campus.broker-status.filter}}?qos=0")
                .bean("figures", "receive");

        if (!settings.flag("campus.broker-status.enabled")) {
            return;
        }
        Sinks sinks = new Sinks(Time.CLOCK);
        Thresholds thresholds = Thresholds.of(settings);

        // No durable session: a figure of yesterday is of no use, and the broker has kept the last of each.
        RouteDefinition status = from("paho-mqtt5:{{campus.broker-status.filter}}?qos=0"
                + "&userName=#property:campus.building.username&password=#property:campus.building.password")
            .routeId("broker-status").routeConfigurationId("sinks")
            .setVariable("topicPath", method(sinks, "topicPath"))
            .bean(thresholds, "check(${header.CamelMqttTopic}, ${body})")
            .bean(sinks, "line")
            .setVariable("line", body());
        for (String sink : settings.text("campus.broker-status.to").split(",\\s*")) {
            status.setBody(variable("line")).to(sink);
        }
    }
}
