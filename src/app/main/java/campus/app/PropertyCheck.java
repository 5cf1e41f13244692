package campus.app;

import campus.base.PackagedProperties;
import campus.base.SettingException;
import campus.base.Settings;
import campus.building.BuildingSettings;
import campus.sink.View;
import java.util.Map;

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
        PackagedProperties names = new PackagedProperties(packaged);
        values.keySet().stream().sorted().forEach(key -> {
            names.unknown(key).ifPresent(reason -> {
                throw new SettingException(reason);
            });
            boolean mayBeEmpty = key.startsWith("campus.") && !PackagedProperties.isBlock(key)
                    && packaged.get(key).isBlank();
            if (values.get(key).isBlank() && !mayBeEmpty) {
                throw new SettingException(key + " is empty: give it a value, or leave it out");
            }
        });
        String routes = values.getOrDefault("campus.routes", "");
        if (!routes.isBlank()) {
            throw new SettingException("campus.routes=" + routes + " is for an application that Campus is a part of:"
                    + " here campus.sensors.enabled, campus.views.enabled and campus.teacher.enabled say it");
        }
    }

    /**
     * Checks the language of the command line, which is used before all properties are read, and the blocks of views
     * and buildings.
     *
     * @param settings the properties that count, with their placeholders resolved
     * @throws SettingException naming the first property that cannot be used
     */
    static void check(Settings settings) {
        settings.optional("campus.language").filter(language -> !language.matches("es|en")).ifPresent(language -> {
            throw Settings.invalid("campus.language", language, "es, en, or nothing for the language of the locale");
        });
        View.enabled(settings);
        BuildingSettings.all(settings);
    }
}
