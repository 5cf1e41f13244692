package campus.link.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.TimeUtils;

/** The options of camel-paho-mqtt5 that a link takes in another way than Paho's client. */
final class LinkOptions {

    private static final String PREFIX = "camel.component.paho-mqtt5.";
    private static final PahoMqtt5Configuration STOCK = new PahoMqtt5Configuration();
    private static final String SECONDS = "a whole number of seconds from ";
    private static final String MILLISECONDS = "a whole number of milliseconds from ";
    private static final String IN_MEMORY = "a link keeps what is not acknowledged in memory";

    /** One with another default. */
    record Default(String option, ToIntFunction<PahoMqtt5Configuration> read,
            ObjIntConsumer<PahoMqtt5Configuration> write, int better) {
    }

    /** One that only Paho's client understands. @param unused whether it has its default */
    record Refused(String option, Predicate<LinkEndpoint> unused, String reason) {
    }

    /**
     * One that is a number within limits. Camel would take 10s as 10000, a text as 0, and more than MQTT has room for.
     *
     * @param kind the words before the limits, as {@code a whole number from }
     */
    record Range(String option, ToLongFunction<PahoMqtt5Configuration> read, long least, long most, String kind) {

        /**
         * Checks a value, but not one that refers to a bean.
         *
         * @param value null if there is none
         * @throws IllegalArgumentException naming the option or its property if the value is not in the range
         */
        void require(String name, Object value) {
            String text = String.valueOf(value);
            // In milliseconds Camel's texts of times, such as 2s, are right.
            String number = kind.equals(MILLISECONDS) && text.matches("([0-9]{1,9}(ms|[smh]))+")
                    ? String.valueOf(TimeUtils.toMilliSeconds(text)) : text;
            boolean fits = value == null || text.startsWith("#") || number.matches("-?[0-9]{1,10}")
                    && Long.parseLong(number) >= least && Long.parseLong(number) <= most;
            if (!fits) {
                throw LinkProperties.unusable(name, text, most == 2 ? "0, 1 or 2" : kind + least + " to " + most);
            }
        }
    }

    /** With those of camel-paho-mqtt5 an outage is noticed and mended late. */
    static final List<Default> DEFAULTS = List.of(
            new Default("keepAliveInterval", PahoMqtt5Configuration::getKeepAliveInterval,
                    PahoMqtt5Configuration::setKeepAliveInterval, 10),
            new Default("connectionTimeout", PahoMqtt5Configuration::getConnectionTimeout,
                    PahoMqtt5Configuration::setConnectionTimeout, 5),
            new Default("maxReconnectDelay", PahoMqtt5Configuration::getMaxReconnectDelay,
                    PahoMqtt5Configuration::setMaxReconnectDelay, 2000));

    /** A link refuses another value, in a property, in a URI, or set in code. */
    static final List<Range> RANGES = List.of(
            new Range("keepAliveInterval", PahoMqtt5Configuration::getKeepAliveInterval, 0, 65_535, SECONDS),
            new Range("connectionTimeout", PahoMqtt5Configuration::getConnectionTimeout, 0, Integer.MAX_VALUE, SECONDS),
            new Range("maxReconnectDelay", PahoMqtt5Configuration::getMaxReconnectDelay, 0, Integer.MAX_VALUE,
                    MILLISECONDS),
            new Range("receiveMaximum", PahoMqtt5Configuration::getReceiveMaximum, 1, 65_535,
                    "a whole number from "),
            // -1 is the default of Camel: none is asked for.
            new Range("sessionExpiryInterval", PahoMqtt5Configuration::getSessionExpiryInterval, -1, 4_294_967_295L,
                    SECONDS),
            new Range("qos", PahoMqtt5Configuration::getQos, 0, 2, ""),
            new Range("willQos", PahoMqtt5Configuration::getWillQos, 0, 2, ""));

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
        return keys(option).anyMatch(key -> property.apply(key).isPresent()
                // Camel Main takes options from the environment too, which are no properties.
                || System.getenv(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")) != null);
    }

    /** The properties that an option of the component may have. */
    static Stream<String> keys(String option) {
        return Stream.of(PREFIX + StringHelper.camelCaseToDash(option), PREFIX + option).distinct();
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
