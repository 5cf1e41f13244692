package campus.sink;

import campus.base.SettingException;
import campus.base.Settings;
import campus.mqtt.SessionSettings;
import campus.mqtt.TopicFilter;
import java.util.Comparator;
import java.util.List;

/**
 * A topic filter and the sinks of its messages, by the properties {@code campus.view.NAME.*}.
 *
 * @param name     as in the properties and in the route id {@code view-NAME}
 * @param filter   topic filter
 * @param qos      0, 1 or 2
 * @param session  whether it divides the messages with others, and whether the broker keeps its session
 * @param clientId its MQTT client identifier, which may have placeholders; only a durable session needs one
 * @param sinks    Camel endpoint URIs, at least one
 */
public record View(String name, String filter, int qos, SessionSettings session, String clientId, List<String> sinks) {

    /** The beginning of the keys of all views. */
    public static final String PREFIX = "campus.view.";

    private static final String KEYS = "enabled|filter|to(\\.([2-9]|[1-9]\\d{1,3}))?|qos|share|session|client-id";

    /**
     * The enabled views, in the order of the properties; empty if {@code campus.views.enabled} is false.
     *
     * @throws SettingException if a property of a view, enabled or not, is missing or cannot be used
     */
    public static List<View> enabled(Settings settings) {
        List<View> views = settings.names(PREFIX).stream().map(name -> of(settings, name))
                .filter(view -> settings.optional(PREFIX + view.name + ".enabled").isEmpty()
                        || settings.flag(PREFIX + view.name + ".enabled")).toList();
        return settings.flag("campus.views.enabled") ? views : List.of();
    }

    /** The id of its route: {@code view-NAME}. */
    public String routeId() {
        return "view-" + name;
    }

    private static View of(Settings settings, String name) {
        String prefix = PREFIX + name + ".";
        List<String> keys = settings.keys(prefix);
        for (String key : keys) {
            if (!key.matches(KEYS)) {
                throw new SettingException(prefix + key + " is not a property of a view: accepted is filter, to, to.2,"
                        + " to.3 and so on, qos, share, session, client-id, enabled");
            }
        }
        for (String required : List.of("filter", "to")) {
            if (settings.optional(prefix + required).isEmpty()) {
                throw new SettingException(prefix + required + " is missing: a view has a filter and a sink (to)");
            }
        }
        String filter = settings.parsed(prefix + "filter", text -> text, TopicFilter::fitsUri, TopicFilter.ACCEPTED);
        return new View(name, filter, qos(settings, prefix + "qos"),
                SessionSettings.of(settings, prefix + "share", prefix + "session", filter),
                settings.optional(prefix + "client-id").orElse("{{campus.client-id}}-view-" + name),
                keys.stream().filter(key -> key.startsWith("to")).sorted(Comparator.comparing(View::number))
                        .map(key -> settings.text(prefix + key)).toList());
    }

    private static int number(String key) {
        return key.equals("to") ? 1 : Integer.parseInt(key.substring("to.".length()));
    }

    private static int qos(Settings settings, String key) {
        return settings.optional(key).isEmpty() ? 1
                : Integer.parseInt(settings.parsed(key, qos -> qos, qos -> qos.matches("[012]"), "0, 1 or 2"));
    }
}
