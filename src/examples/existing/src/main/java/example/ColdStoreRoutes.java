package example;

import static org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC;
import static org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants.MQTT_TOPIC;

import org.apache.camel.builder.RouteBuilder;

/** What flows through a cold store, with Camel's component {@code paho-mqtt5}; nothing in it is made for the link. */
public final class ColdStoreRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // Every room: above 4 degrees, an alarm of that room.
        from("paho-mqtt5:rooms/+/temperature").routeId("alarms")
                .convertBodyTo(String.class)
                .filter(simple("${body} > 4"))
                .setHeader(CAMEL_PAHO_OVERRIDE_TOPIC, header(MQTT_TOPIC).regexReplaceAll("temperature", "alarm"))
                .to("paho-mqtt5:alarms");

        // All stores share the orders, and one of them takes each.
        from("paho-mqtt5:$share/stores/orders").routeId("orders")
                .setBody(simple("taken: ${body}"))
                .to("paho-mqtt5:orders/taken");

        // A pallet is booked exactly once.
        from("paho-mqtt5:pallets/in?qos=2").routeId("pallets")
                .to("paho-mqtt5:pallets/booked?qos=2");

        // Who comes later sees the last state of the door.
        from("paho-mqtt5:door").routeId("door")
                .to("paho-mqtt5:door/last?retained=true");

        // The store says that it is there; the broker says when it is not.
        from("paho-mqtt5:roll-call?qos=0").routeId("presence")
                .setBody(constant("here"))
                .to("paho-mqtt5:presence?qos=0&retained=true"
                        + "&willTopic=presence&willPayload=gone&willQos=1&willRetained=true");
    }
}
