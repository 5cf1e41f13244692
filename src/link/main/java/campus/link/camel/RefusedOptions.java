package campus.link.camel;

import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;

/** The options of camel-paho-mqtt5 that only Paho's client understands: a link does not ignore them in silence. */
final class RefusedOptions {

    private static final PahoMqtt5Configuration STOCK = new PahoMqtt5Configuration();
    private static final String IN_MEMORY = "a link keeps what is not acknowledged in memory";

    /** One option. @param unused whether it has its default */
    record Refused(String option, Predicate<LinkEndpoint> unused, String reason) {
    }

    static final List<Refused> ALL = List.of(
            new Refused("client", endpoint -> endpoint.getClient() == null
                    && endpoint.getComponent().getClient() == null, "a link makes its connections itself"),
            new Refused("persistence",
                    endpoint -> endpoint.getConfiguration().getPersistence() == STOCK.getPersistence(), IN_MEMORY),
            new Refused("filePersistenceDirectory",
                    endpoint -> endpoint.getConfiguration().getFilePersistenceDirectory() == null, IN_MEMORY),
            new Refused("executorServiceTimeout", endpoint -> endpoint.getConfiguration().getExecutorServiceTimeout()
                    == STOCK.getExecutorServiceTimeout(), "a link stops when its routes have stopped"));

    private RefusedOptions() {
    }

    /** @throws IllegalArgumentException naming the first of them that has another value than its default */
    static void requireNone(LinkEndpoint endpoint) {
        for (Refused each : ALL) {
            if (!each.unused().test(endpoint)) {
                throw new IllegalArgumentException("the option " + each.option()
                        + " of paho-mqtt5 cannot be used with campus-link: " + each.reason()
                        + "; leave it out, or set campus.link.enabled=false for the component of Camel");
            }
        }
    }
}
