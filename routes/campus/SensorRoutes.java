package campus;

import campus.base.Json;
import campus.base.Settings;
import campus.base.Time;
import campus.building.Reading;
import campus.building.SensorFleet;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/** Timer to sensor fleet to JSON to MQTT: each reading on the topic of its sensor, {@code EDIFICIO_1/P_7/S/4/TEMP}. */
public class SensorRoutes extends RouteBuilder {

    @Override
    public void configure() {
        Settings settings = new Settings(getContext().getPropertiesComponent()::resolveProperty);
        if (!settings.flag("campus.sensors.enabled")) {
            return;
        }
        SensorFleet fleet = SensorFleet.of(settings, Time.CLOCK);

        // The tick only asks what is due; the gaps between readings are the fleet's. Started last: who subscribes to
        // the readings is there for the first one.
        from("timer:sensors?period=10&fixedRate=false")
            .routeId("sensors-publish").routeConfigurationId("publish").startupOrder(10_000)
            .bean(fleet, "due")
            .split(body())
                .setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, simple("${body.topic()}"))
                .marshal(new JacksonDataFormat(Json.MAPPER, Reading.class))
                .to("paho-mqtt5:sensors?qos=" + settings.integer("campus.sensors.qos", 0, 1)
                    + "&userName=#property:campus.building.username&password=#property:campus.building.password");
    }
}
