package campus.link.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.util.StringHelper;

/**
 * Defaults of camel-paho-mqtt5 with which an outage is noticed and mended late, and those of the link. One is replaced
 * if it still has its value and no property says so: a starter sets all of them, whether the application does or not.
 * An option in a URI is set afterwards.
 */
final class LinkDefaults {

    private static final String PREFIX = "camel.component.paho-mqtt5.";
    private static final PahoMqtt5Configuration STOCK = new PahoMqtt5Configuration();

    /** One option, by its name in a URI. */
    record Default(String option, ToIntFunction<PahoMqtt5Configuration> read,
            ObjIntConsumer<PahoMqtt5Configuration> write, int better) {
    }

    static final List<Default> ALL = List.of(
            new Default("keepAliveInterval", PahoMqtt5Configuration::getKeepAliveInterval,
                    PahoMqtt5Configuration::setKeepAliveInterval, 10),
            new Default("connectionTimeout", PahoMqtt5Configuration::getConnectionTimeout,
                    PahoMqtt5Configuration::setConnectionTimeout, 5),
            new Default("maxReconnectDelay", PahoMqtt5Configuration::getMaxReconnectDelay,
                    PahoMqtt5Configuration::setMaxReconnectDelay, 2000));

    private LinkDefaults() {
    }

    /**
     * Replaces them in a configuration.
     *
     * @param property looks up a property of the application
     * @return what was changed, for a log: {@code keepAliveInterval=10 (was 60)}
     */
    static List<String> apply(PahoMqtt5Configuration configuration, Function<String, Optional<String>> property) {
        List<String> changed = new ArrayList<>();
        for (Default each : ALL) {
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
}
