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
 * Checks all properties before anything starts: their names, empty values, and the blocks of views and buildings. Types
 * and ranges of the others are checked by {@link campus.base.Settings} when a value is read.
 */
final class PropertyCheck {

    private PropertyCheck() {
    }

    /**
     * Checks names, and values that are empty.
     *
     * @param values   the properties that count
     * @param packaged the properties of the packaged file, which lists them all
     * @throws SettingException naming the first property that cannot be used
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
    }

    /**
     * Checks the blocks of views and buildings.
     *
     * @param settings the properties that count, with their placeholders resolved
     * @throws SettingException naming the first property that cannot be used
     */
    static void checkBlocks(Settings settings) {
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
