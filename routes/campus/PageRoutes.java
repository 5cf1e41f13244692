package campus;

import campus.building.BuildingSettings;
import campus.camel.CamelSettings;
import campus.camel.Login;
import org.apache.camel.builder.RouteBuilder;

/**
 * MQTT to the bean {@code pageValues}: the last values of each building, so that a visitor of the page need not wait
 * for the next reading. It is the building's own user that reads them here; the browser has one of its own.
 */
public class PageRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // The program has the bean if it serves the page; another application has none.
        if (getContext().getRegistry().lookupByName("pageValues") != null) {
            BuildingSettings.all(CamelSettings.of(getContext())).forEach(this::keep);
        }
    }

    private void keep(BuildingSettings building) {
        from("paho-mqtt5:" + building.building() + "/#?qos=0" + Login.BUILDING)
            .routeId("page-" + building.building())
            .bean("pageValues", "receive");
    }
}
