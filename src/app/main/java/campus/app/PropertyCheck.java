package campus.app;

import campus.base.SettingException;
import campus.base.Settings;
import campus.building.BuildingSettings;
import campus.sink.View;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Looks at all properties before anything starts. Types and ranges are checked where a value is used
 * ({@link campus.base.Settings}); here it is names, what is empty, and what Camel would not explain.
 */
final class PropertyCheck {

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
            boolean ours = key.startsWith("campus.") && !Configuration.isBlock(key);
            if (ours && !packaged.containsKey(key)) {
                throw new SettingException(key + " is not a property: did you mean " + nearest(key, packaged.keySet())
                        + "? application.properties lists them all");
            }
            boolean mayBeEmpty = ours && packaged.get(key).isBlank();
            if (values.get(key).isBlank() && !mayBeEmpty) {
                throw new SettingException(key + " is empty: give it a value, or take the line out");
            }
        });
        Settings settings = Settings.of(values);
        View.enabled(settings);
        BuildingSettings.all(settings);
    }

    private static String nearest(String name, Set<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return known.stream()
                .min(Comparator.comparing((String other) -> distance.apply(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }
}
