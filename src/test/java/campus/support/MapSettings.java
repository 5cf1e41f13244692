package campus.support;

import campus.base.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Properties for a test: a map where a program has files and options. */
public final class MapSettings {

    private MapSettings() {
    }

    public static Settings of(Map<String, String> values) {
        return new Settings(key -> Optional.ofNullable(values.get(key)));
    }

    /** The values with one of them changed. */
    public static Map<String, String> with(Map<String, String> values, String key, String value) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put(key, value);
        return changed;
    }
}
