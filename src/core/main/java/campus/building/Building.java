package campus.building;

import campus.base.Settings;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A building: floors from 1 up, four wings on each floor, rooms from 1 up in each wing, one sensor of each type in each
 * room (lab sheet 1, last exercise).
 *
 * @param name         as in a topic, {@code EDIFICIO_1}
 * @param floors       number of floors
 * @param roomsPerWing number of rooms in each wing
 */
public record Building(String name, int floors, int roomsPerWing) {

    /**
     * The building of the properties {@code campus.sensors.*}.
     *
     * @throws campus.base.SettingException if a property cannot be used
     */
    public static Building of(Settings settings) {
        return of(new BuildingSettings(settings, ""));
    }

    /**
     * One of several buildings.
     *
     * @throws campus.base.SettingException if a property cannot be used
     */
    public static Building of(BuildingSettings settings) {
        return new Building(name(settings),
                settings.integer("campus.sensors.floors", 1, SensorTopic.MAX_FLOOR),
                settings.integer("campus.sensors.rooms-per-wing", 1, SensorTopic.MAX_ROOM));
    }

    private static String name(BuildingSettings settings) {
        String key = settings.key("campus.sensors.building");
        String name = settings.settings().text(key);
        try {
            return new SensorTopic(name, 1, Wing.N, 1, Sensor.TEMP).building();
        } catch (IllegalArgumentException e) {
            throw Settings.invalid(key, name, SensorTopic.BUILDING_ACCEPTED);
        }
    }

    /** The number of sensors. */
    public long size() {
        return (long) floors * Wing.values().length * roomsPerWing * Sensor.values().length;
    }

    /** The topic of every sensor, floor by floor. */
    public Stream<SensorTopic> topics() {
        return IntStream.rangeClosed(1, floors).boxed()
                .flatMap(floor -> Arrays.stream(Wing.values())
                        .flatMap(wing -> IntStream.rangeClosed(1, roomsPerWing).boxed()
                                .flatMap(room -> Arrays.stream(Sensor.values())
                                        .map(sensor -> new SensorTopic(name, floor, wing, room, sensor)))));
    }
}
