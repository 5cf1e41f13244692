package campus.link.camel;

import campus.link.LinkSettings;
import campus.link.wire.PacketListener;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * The properties {@code campus.link.*} of an application. They are read for each endpoint, because Camel has none yet
 * when it creates the component.
 *
 * @param context the context of the application
 */
record LinkProperties(CamelContext context) {

    private static final String BIRTH = "campus.link.birth-payload";
    private static final int MAX = 1_000_000;

    /** Whether endpoints are links ({@code campus.link.enabled}); else they are those of camel-paho-mqtt5. */
    boolean isEnabled() {
        return value("campus.link.enabled").orElse("true").equalsIgnoreCase("true");
    }

    /** @throws IllegalArgumentException naming the first property of links, or of their component, that is wrong */
    void check() {
        extras(null, LinkSettings.Delays.DEFAULT);
        LinkOptions.RANGES.forEach(range -> LinkOptions.keys(range.option())
                .forEach(key -> range.require(key, value(key).orElse(null))));
    }

    /**
     * What properties, and the beans of the registry, add to the options of an endpoint.
     *
     * @param willTopic topic of its Last Will, which may have a birth payload of its own; null if it has no will
     * @throws IllegalArgumentException if a property cannot be used
     */
    LinkSettings.Extras extras(String willTopic, LinkSettings.Delays delays) {
        return new LinkSettings.Extras(context.getRegistry().findSingleByType(PacketListener.class),
                value(BIRTH + "." + willTopic).or(() -> value(BIRTH)).orElse(null),
                number("campus.link.queue", 1, LinkSettings.Extras.DEFAULT.queue()),
                number("campus.link.max-inflight", 1, LinkSettings.Extras.DEFAULT.maxInflight()), retry(),
                number("campus.link.resume-seconds", 0, 0), delays);
    }

    private LinkSettings.Retry retry() {
        String value = value("campus.link.retry").orElse("always");
        return switch (value) {
            case "always" -> LinkSettings.Retry.ALWAYS;
            case "after-connect" -> LinkSettings.Retry.AFTER_CONNECT;
            case "never" -> LinkSettings.Retry.NEVER;
            default -> throw unusable("campus.link.retry", value, "always, after-connect or never");
        };
    }

    private int number(String key, int least, int otherwise) {
        String value = value(key).orElse(String.valueOf(otherwise));
        if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) < least || Integer.parseInt(value) > MAX) {
            throw unusable(key, value, "a whole number from " + least + " to " + MAX);
        }
        return Integer.parseInt(value);
    }

    static IllegalArgumentException unusable(String key, String value, String accepted) {
        return new IllegalArgumentException(key + "=" + value + " cannot be used: accepted is " + accepted);
    }

    /** The value of a property without white space around it; empty if it is not set, or blank. */
    Optional<String> value(String key) {
        return context.getPropertiesComponent().resolveProperty(key).map(String::strip)
                .filter(value -> !value.isEmpty());
    }
}
