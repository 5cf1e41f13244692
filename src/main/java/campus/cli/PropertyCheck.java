package campus.cli;

import campus.base.SettingException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;

/**
 * Looks at all properties before anything starts. Types and ranges are checked where a value is used
 * ({@link campus.base.Settings}); here it is names, what is empty, and what Camel would not explain.
 */
final class PropertyCheck {

    /** The views: each has a name in brackets. */
    static final String VIEWS = "camel.route-template[";

    private PropertyCheck() {
    }

    /**
     * Checks names and values.
     *
     * @param values   the properties that count
     * @param packaged the properties of the packaged file, which lists them all
     * @throws SettingException for the first that cannot be used
     */
    static void check(Map<String, String> values, Map<String, String> packaged) {
        values.keySet().stream().sorted().forEach(key -> {
            if (key.startsWith("campus.") && !packaged.containsKey(key)) {
                throw new SettingException(key + " is not a property: did you mean " + nearest(key, packaged.keySet())
                        + "? application.properties lists them all");
            }
            boolean mayBeEmpty = key.startsWith("campus.") && packaged.get(key).isBlank();
            if (values.get(key).isBlank() && !mayBeEmpty) {
                throw new SettingException(key + " is empty: give it a value, or take the line out");
            }
        });
        viewNames(values).forEach(name -> checkView(VIEWS + name + "].", values));
    }

    /** The names of the views. */
    static List<String> viewNames(Map<String, String> values) {
        String suffix = "].template-id";
        return values.keySet().stream()
                .filter(key -> key.startsWith(VIEWS) && key.endsWith(suffix))
                .map(key -> key.substring(VIEWS.length(), key.length() - suffix.length()))
                .toList();
    }

    private static void checkView(String prefix, Map<String, String> values) {
        for (String required : List.of("filter", "to")) {
            if (!values.containsKey(prefix + required)) {
                throw new SettingException(prefix + required + " is missing: a view has a filter and a sink (to)");
            }
        }
        String filter = values.get(prefix + "filter");
        requireFilter(prefix + "filter=", filter);
        String qos = values.getOrDefault(prefix + "qos", "1");
        if (!qos.matches("[01]")) {
            throw new SettingException(prefix + "qos=" + qos + " cannot be used: accepted is 0 or 1 (QoS 2 cannot be"
                    + " kept across a reconnect)");
        }
    }

    /** The filter stands in the URI of an endpoint, where ? and % and two slashes in front mean something else. */
    static void requireFilter(String what, String filter) {
        boolean fits = !filter.matches("//.*|.*[?%].*");
        try {
            MqttTopicValidator.validate(filter, true, true);
        } catch (IllegalArgumentException e) {
            fits = false;
        }
        if (!fits) {
            throw new SettingException(what + filter + " cannot be used: accepted is a topic filter where + and # stand"
                    + " for whole levels and # is the last, without ?, % and two slashes in front");
        }
    }

    private static String nearest(String name, Set<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return known.stream()
                .min(Comparator.comparing((String other) -> distance.apply(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }
}
