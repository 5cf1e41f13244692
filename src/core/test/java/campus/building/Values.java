package campus.building;

import java.util.HashMap;
import java.util.Map;

/** Properties of a test. */
final class Values {

    private Values() {
    }

    /** The values with one of them changed. */
    static Map<String, String> with(Map<String, String> values, String key, String value) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put(key, value);
        return changed;
    }
}
