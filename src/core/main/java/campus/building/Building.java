package campus.building;

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
     * The building of these properties.
     *
     * @throws campus.base.SettingException if a property cannot be used
     */
    public static Building of(BuildingSettings settings) {
        return new Building(settings.settings().parsed(settings.key("campus.sensors.building"), name -> name,
                SensorTopic::isBuilding, SensorTopic.BUILDING_ACCEPTED),
                settings.integer("campus.sensors.floors", 1, SensorTopic.MAX_FLOOR),
                settings.integer("campus.sensors.rooms-per-wing", 1, SensorTopic.MAX_ROOM));
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
