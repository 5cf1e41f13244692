package campus;

import org.apache.camel.builder.RouteBuilder;

/**
 * The broker's own figures ($SYS) to the bean {@code figures}, which the command {@code status} prints: the task
 * "Comprueba el estado del broker" of lab sheet 1. The view {@code broker-status} writes them to log and file.
 */
public class BrokerStatusRoutes extends RouteBuilder {

    @Override
    public void configure() {
        if (getContext().getRegistry().lookupByName("figures") == null) {
            // Another runtime loads all files of this folder.
            return;
        }
        from("paho-mqtt5:{{campus.broker-status.filter}}?qos=0")
            .routeId("broker-status")
            .bean("figures", "receive");
    }
}
