package campus;

import static org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC;

import campus.base.Durations;
import campus.base.Json;
import campus.base.Settings;
import campus.building.BuildingMessage;
import campus.building.BuildingSettings;
import campus.building.SensorFleet;
import campus.camel.CamelSettings;
import campus.camel.ClockWatch;
import campus.camel.Login;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;

/**
 * Timer to sensor fleet to JSON to MQTT: one route for the building of {@code campus.sensors.*} and one for each
 * {@code campus.building.NAME}. Each reading goes to the topic of its sensor, such as {@code EDIFICIO_1/P_7/S/4/TEMP}.
 * While a building is connected, {@code EDIFICIO_1/estado} is {@code online}; the broker makes it {@code offline}.
 */
public class SensorRoutes extends RouteBuilder {

    @Override
    public void configure() {
        Settings settings = CamelSettings.of(getContext());
        if (settings.flag("campus.sensors.enabled")) {
            List<BuildingSettings> buildings = BuildingSettings.all(settings);
            buildings.forEach(this::publish);

            // A timer follows the clock of the computer, a scheduler does not.
            List<String> timers = buildings.stream().map(BuildingSettings::routeId).toList();
            from("scheduler:sensors-clock?delay=1000")
                .routeId("sensors-clock")
                .bean(new ClockWatch(Durations.CLOCK, System::nanoTime, timers), "restartTimers");
        }
    }

    private void publish(BuildingSettings building) {
        SensorFleet fleet = new SensorFleet(building, Durations.CLOCK);
        // For the page, which can make it hurry.
        bindToRegistry("fleet-" + building.routeId(), fleet);

        // The fleet decides the gaps between readings; a tick only asks what is due. A timer waits until all routes
        // have started, so subscribers get the first reading.
        from("timer:" + building.building() + "?delay=0&period=10&fixedRate=false")
            .routeId(building.routeId()).routeConfigurationId("campus-publish")
            .bean(fleet, "due")
            .split(body()).streaming()
                .setHeader(CAMEL_PAHO_OVERRIDE_TOPIC).body(BuildingMessage.class, BuildingMessage::topic)
                .marshal(new JacksonDataFormat(Json.MAPPER, BuildingMessage.class))
                .to("paho-mqtt5:" + building.building() + "?qos=" + building.qos() + will(building) + Login.BUILDING)
            .end()
            .bean(fleet, "published");
    }

    private static String will(BuildingSettings building) {
        return "&willTopic=" + building.building() + "/estado&willPayload=offline&willQos=1&willRetained=true";
    }
}
