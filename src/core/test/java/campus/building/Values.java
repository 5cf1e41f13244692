package campus.building;

import java.util.HashMap;
import java.util.Map;

/** Properties and topics of a test. */
final class Values {

    private Values() {
    }

    /** The values with one of them changed. */
    static Map<String, String> with(Map<String, String> values, String key, String value) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put(key, value);
        return changed;
    }

    /** The sensor of a topic name. */
    static SensorTopic sensor(String topic) {
        String[] levels = topic.split("/");
        return new SensorTopic(levels[0], Integer.parseInt(levels[1].substring("P_".length())),
                Wing.valueOf(levels[2]), Integer.parseInt(levels[3]), Sensor.valueOf(levels[4]));
    }
}
