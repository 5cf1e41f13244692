package campus.building;

import campus.base.PackagedProperties;
import campus.base.SettingException;
import campus.base.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The properties of one building: its own {@code campus.building.NAME.*}, and {@code campus.sensors.*} for those that
 * are not set.
 *
 * @param settings both kinds of properties
 * @param name     NAME in the keys of its own properties; empty for the building that has none
 */
public record BuildingSettings(Settings settings, String name) {

    /** The beginning of the keys of further buildings. */
    public static final String PREFIX = "campus.building.";

    private static final String SHARED = "campus.sensors.";

    /**
     * The building of {@code campus.sensors.*}, then those of {@code campus.building.NAME.*} in the order of the
     * properties.
     *
     * @throws SettingException if a key is not a property of a building, or two buildings have the same name
     */
    public static List<BuildingSettings> all(Settings settings) {
        List<BuildingSettings> buildings = new ArrayList<>();
        buildings.add(new BuildingSettings(settings, ""));
        Set<String> names = new HashSet<>(Set.of(settings.text(SHARED + "building")));
        for (String name : settings.names(PREFIX)) {
            BuildingSettings building = new BuildingSettings(settings, name);
            building.requireKnownKeys();
            if (!names.add(building.building())) {
                throw new SettingException(building.prefix() + "building=" + building.building()
                        + " is there already: each building has a name of its own");
            }
            buildings.add(building);
        }
        return buildings;
    }

    /** The names of all buildings but the first, sorted. */
    public static List<String> further(Settings settings) {
        return all(settings).stream().skip(1).map(BuildingSettings::building).sorted().toList();
    }

    private void requireKnownKeys() {
        if (settings.optional(prefix() + "building").isEmpty()) {
            throw new SettingException(prefix() + "building is missing: a building has a name, such as EDIFICIO_2");
        }
        Set<String> shared = new HashSet<>(settings.keys(SHARED));
        shared.remove("enabled");
        for (String key : settings.keys(prefix())) {
            if (!shared.contains(key)) {
                throw new SettingException(prefix() + key + " is not a property of a building: "
                        + PackagedProperties.near(key, shared).map(near -> "did you mean " + prefix() + near + "?")
                                .orElse("accepted are the properties of campus.sensors., except enabled"));
            }
        }
    }

    /** The id of its route: {@code sensors} or {@code sensors-NAME}. */
    public String routeId() {
        return name.isEmpty() ? "sensors" : "sensors-" + name;
    }

    /** The first level of its topics, such as {@code EDIFICIO_1}. */
    public String building() {
        return settings.text(key("campus.sensors.building"));
    }

    /** The QoS of its readings, 0 or 1. */
    public int qos() {
        return integer("campus.sensors.qos", 0, 1);
    }

    private String prefix() {
        return PREFIX + name + ".";
    }

    /** The key whose value is used, so that an error names the key that the user wrote. */
    String key(String shared) {
        String own = prefix() + shared.substring(SHARED.length());
        return !name.isEmpty() && settings.optional(own).isPresent() ? own : shared;
    }

    int integer(String shared, int min, int max) {
        return settings.integer(key(shared), min, max);
    }

    boolean has(String shared) {
        return settings.optional(key(shared)).isPresent();
    }
}
