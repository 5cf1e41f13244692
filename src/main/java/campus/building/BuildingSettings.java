package campus.building;

import campus.base.Settings;

/**
 * The properties of one building: those of its own block where they are set, else the {@code campus.sensors.*} that all
 * buildings share.
 *
 * @param settings where both are read
 * @param prefix   what its own keys begin with, such as {@code camel.route-template[east].}; empty: it has none
 */
record BuildingSettings(Settings settings, String prefix) {

    private static final String SHARED = "campus.sensors.";

    /** The key that counts, so that an error names what the user wrote. */
    String key(String shared) {
        String own = prefix + shared.substring(SHARED.length());
        return !prefix.isEmpty() && settings.optional(own).isPresent() ? own : shared;
    }

    int integer(String shared, int min, int max) {
        return settings.integer(key(shared), min, max);
    }

    boolean has(String shared) {
        return settings.optional(key(shared)).isPresent();
    }
}
