package campus.link.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.util.StringHelper;

/** The options of camel-paho-mqtt5 that a link takes in another way than Paho's client. */
final class LinkOptions {

    private static final String PREFIX = "camel.component.paho-mqtt5.";
    private static final PahoMqtt5Configuration STOCK = new PahoMqtt5Configuration();
    private static final String IN_MEMORY = "a link keeps what is not acknowledged in memory";

    /** One with another default. */
    record Default(String option, ToIntFunction<PahoMqtt5Configuration> read,
            ObjIntConsumer<PahoMqtt5Configuration> write, int better) {
    }

    /** One that only Paho's client understands. @param unused whether it has its default */
    record Refused(String option, Predicate<LinkEndpoint> unused, String reason) {
    }

    /** With those of camel-paho-mqtt5 an outage is noticed and mended late. */
    static final List<Default> DEFAULTS = List.of(
            new Default("keepAliveInterval", PahoMqtt5Configuration::getKeepAliveInterval,
                    PahoMqtt5Configuration::setKeepAliveInterval, 10),
            new Default("connectionTimeout", PahoMqtt5Configuration::getConnectionTimeout,
                    PahoMqtt5Configuration::setConnectionTimeout, 5),
            new Default("maxReconnectDelay", PahoMqtt5Configuration::getMaxReconnectDelay,
                    PahoMqtt5Configuration::setMaxReconnectDelay, 2000));

    /** A link does not ignore them in silence. */
    static final List<Refused> REFUSED = List.of(
            new Refused("client", endpoint -> endpoint.getClient() == null
                    && endpoint.getComponent().getClient() == null, "a link makes its connections itself"),
            new Refused("persistence",
                    endpoint -> endpoint.getConfiguration().getPersistence() == STOCK.getPersistence(), IN_MEMORY),
            new Refused("filePersistenceDirectory",
                    endpoint -> endpoint.getConfiguration().getFilePersistenceDirectory() == null, IN_MEMORY),
            new Refused("executorServiceTimeout", endpoint -> endpoint.getConfiguration().getExecutorServiceTimeout()
                    == STOCK.getExecutorServiceTimeout(), "a link stops when its routes have stopped"));

    private LinkOptions() {
    }

    /**
     * Replaces the defaults in a configuration: each that still has its value, if no property says so. A starter sets
     * all of them, whether the application does or not. An option in a URI is set afterwards.
     *
     * @param property looks up a property of the application
     * @return what was changed, for a log: {@code keepAliveInterval=10 (was 60)}
     */
    static List<String> replaceDefaults(PahoMqtt5Configuration configuration,
            Function<String, Optional<String>> property) {
        List<String> changed = new ArrayList<>();
        for (Default each : DEFAULTS) {
            int stock = each.read().applyAsInt(STOCK);
            if (each.read().applyAsInt(configuration) == stock && !isSaid(each.option(), property)) {
                each.write().accept(configuration, each.better());
                changed.add(each.option() + "=" + each.better() + " (was " + stock + ")");
            }
        }
        return changed;
    }

    private static boolean isSaid(String option, Function<String, Optional<String>> property) {
        String dashed = PREFIX + StringHelper.camelCaseToDash(option);
        return property.apply(dashed).isPresent() || property.apply(PREFIX + option).isPresent()
                // Camel Main takes options from the environment too, which are no properties.
                || System.getenv(dashed.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")) != null;
    }

    /** @throws IllegalArgumentException naming the first refused option that has another value than its default */
    static void requireNoneRefused(LinkEndpoint endpoint) {
        for (Refused each : REFUSED) {
            if (!each.unused().test(endpoint)) {
                throw new IllegalArgumentException("the option " + each.option()
                        + " of paho-mqtt5 cannot be used with campus-link: " + each.reason()
                        + "; leave it out, or set campus.link.enabled=false for the component of Camel");
            }
        }
    }
}
