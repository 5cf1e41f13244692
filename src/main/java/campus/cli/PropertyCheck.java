package campus.cli;

import campus.base.SettingException;
import java.util.Comparator;
import java.util.HashSet;
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

    /** The views and the further buildings: each has a name in brackets. */
    static final String BLOCKS = "camel.route-template[";

    private static final String TEMPLATE = "].template-id";
    private static final String SENSORS = "campus.sensors.";

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
        values.forEach((key, value) -> {
            if (key.startsWith(BLOCKS) && key.endsWith(TEMPLATE) && !value.matches("view|sensors")) {
                throw new SettingException(key + "=" + value + " cannot be used: accepted is view or sensors");
            }
        });
        names("view", values).forEach(name -> checkView(BLOCKS + name + "].", values));
        Set<String> buildings = new HashSet<>();
        buildings.add(values.get(SENSORS + "building"));
        for (String name : names("sensors", values)) {
            String prefix = BLOCKS + name + "].";
            checkBuilding(prefix, values, packaged);
            if (!buildings.add(values.get(prefix + "building"))) {
                throw new SettingException(prefix + "building=" + values.get(prefix + "building")
                        + " is there already: each building has a name of its own");
            }
        }
    }

    /** The names of the blocks that are made of a route template. */
    static List<String> names(String template, Map<String, String> values) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(BLOCKS) && entry.getKey().endsWith(TEMPLATE))
                .filter(entry -> entry.getValue().equals(template))
                .map(entry -> entry.getKey().substring(BLOCKS.length(), entry.getKey().length() - TEMPLATE.length()))
                .toList();
    }

    /** A building has its name and whatever {@code campus.sensors.*} knows but enabled. */
    private static void checkBuilding(String prefix, Map<String, String> values, Map<String, String> packaged) {
        if (!values.containsKey(prefix + "building")) {
            throw new SettingException(prefix + "building is missing: a building has a name, such as EDIFICIO_2");
        }
        values.keySet().stream().filter(key -> key.startsWith(prefix)).sorted().forEach(key -> {
            String name = key.substring(prefix.length());
            boolean known = packaged.containsKey(SENSORS + name) && !name.equals("enabled");
            if (!known && !name.equals("template-id")) {
                throw new SettingException(key + " is not a property of a building: accepted is what campus.sensors."
                        + " has, but enabled");
            }
        });
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
