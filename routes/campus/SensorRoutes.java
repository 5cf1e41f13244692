package campus;

import campus.base.Json;
import campus.base.Settings;
import campus.base.Time;
import campus.building.BuildingMessage;
import campus.building.SensorFleet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/**
 * Timer to sensor fleet to JSON to MQTT: the template {@code sensors}, one building whose readings go each to the topic
 * of its sensor, {@code EDIFICIO_1/P_7/S/4/TEMP}. The building of {@code campus.sensors.*} is one of them, each
 * {@code camel.route-template[NAME]} block with the template {@code sensors} makes another. While a building is
 * connected, {@code EDIFICIO_1/estado} is {@code online}; the broker makes it {@code offline}.
 */
public class SensorRoutes extends RouteBuilder {

    @Override
    public void configure() {
        Settings settings = new Settings(getContext().getPropertiesComponent()::resolveProperty);
        // Camel asks for a template's bean again at each step that names it.
        Map<String, SensorFleet> fleets = new ConcurrentHashMap<>();
        Function<String, SensorFleet> fleet = prefix -> SensorFleet.of(settings, prefix, Time.CLOCK);

        // The tick only asks what is due; the gaps between readings are the fleet's. A timer waits until all routes
        // have started: who subscribes to the readings is there for the first one.
        routeTemplate("sensors")
            .templateParameter("building", "{{campus.sensors.building}}", "EDIFICIO_ and what you like")
            .templateParameter("qos", "{{campus.sensors.qos}}", "0 or 1")
            .templateParameter("prefix", "", "what the keys of its own properties begin with")
            .templateBean("fleet", SensorFleet.class,
                    own -> fleets.computeIfAbsent(own.getProperty("prefix").toString(), fleet))
            .from("timer:{{building}}?period=10&fixedRate=false")
                .routeConfigurationId("publish").autoStartup("{{campus.sensors.enabled}}")
                .bean("{{fleet}}", "due")
                .split(body()).streaming()
                    .setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, simple("${body.topic()}"))
                    .marshal(new JacksonDataFormat(Json.MAPPER, BuildingMessage.class))
                    .to("paho-mqtt5:{{building}}?qos={{qos}}&birthPayload=online"
                        + "&willTopic={{building}}/estado&willPayload=offline&willQos=1&willRetained=true"
                        + "&userName=#property:campus.building.username&password=#property:campus.building.password")
                .end()
                .bean("{{fleet}}", "published");

        if (settings.flag("campus.sensors.enabled")) {
            templatedRoute("sensors").routeId("sensors-publish");
        }
    }
}
