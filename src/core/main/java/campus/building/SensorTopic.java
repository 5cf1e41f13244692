package campus.building;

import java.util.regex.Pattern;

/**
 * The topic of a sensor, by the grammar of lab sheet 1: {@code EDIFICIO_x/P_floor/wing/room/sensor}, such as
 * {@code EDIFICIO_1/P_7/S/4/TEMP}.
 *
 * @param building EDIFICIO_ and letters, digits, {@code _} or {@code -} (in the sheet, the name of the lab desk)
 * @param floor    0 to 999
 * @param room     1 to 999999
 */
public record SensorTopic(String building, int floor, Wing wing, int room, Sensor sensor) {

    /** Highest floor number. */
    public static final int MAX_FLOOR = 999;
    /** Highest room number. */
    public static final int MAX_ROOM = 999_999;

    /** The accepted names of a building, for messages. */
    static final String BUILDING_ACCEPTED = "EDIFICIO_ and 1 to 40 letters, digits, _ or -";

    private static final String ANY = "+";
    private static final Pattern BUILDING = Pattern.compile("EDIFICIO_[A-Za-z0-9_-]{1,40}");

    /** @throws IllegalArgumentException with the reason, if a part does not fit the grammar */
    public SensorTopic {
        require(isBuilding(building), "building", building, BUILDING_ACCEPTED);
        require(floor >= 0 && floor <= MAX_FLOOR, "floor", floor, "0 to " + MAX_FLOOR);
        require(room >= 1 && room <= MAX_ROOM, "room", room, "1 to " + MAX_ROOM);
    }

    static boolean isBuilding(String name) {
        return BUILDING.matcher(name).matches();
    }

    /** The topic name. */
    public String format() {
        return building + "/P_" + floor + "/" + wing + "/" + room + "/" + sensor;
    }

    /**
     * The topic filter of all sensors that have the given parts (lab sheet 1, last exercise). A part that is null
     * becomes {@code +}.
     *
     * @throws IllegalArgumentException with the reason, if a part does not fit the grammar
     */
    public static String filter(String building, Integer floor, Wing wing, Integer room, Sensor sensor) {
        SensorTopic valid = new SensorTopic(building, floor == null ? 1 : floor, wing == null ? Wing.N : wing,
                room == null ? 1 : room, sensor == null ? Sensor.TEMP : sensor);
        return valid.building + "/" + (floor == null ? ANY : "P_" + floor) + "/" + (wing == null ? ANY : wing) + "/"
                + (room == null ? ANY : room) + "/" + (sensor == null ? ANY : sensor);
    }

    private static void require(boolean fits, String part, Object value, String accepted) {
        if (!fits) {
            throw new IllegalArgumentException(part + " '" + value + "' does not fit: accepted is " + accepted);
        }
    }
}
