package campus.building;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The topic of a sensor, by the grammar of lab sheet 1: {@code EDIFICIO_x/P_floor/wing/room/sensor}, such as
 * {@code EDIFICIO_1/P_7/S/4/TEMP}. No other class knows this grammar.
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
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,5}");

    /** @throws IllegalArgumentException with the reason, if a part does not fit the grammar */
    public SensorTopic {
        require(BUILDING.matcher(building).matches(), "building", building, BUILDING_ACCEPTED);
        require(floor >= 0 && floor <= MAX_FLOOR, "floor", floor, "0 to " + MAX_FLOOR);
        require(room >= 1 && room <= MAX_ROOM, "room", room, "1 to " + MAX_ROOM);
    }

    /**
     * Reads a topic name.
     *
     * @throws IllegalArgumentException with the reason, if it does not fit the grammar
     */
    public static SensorTopic parse(String topic) {
        String[] levels = topic.split("/", -1);
        require(levels.length == 5, "topic", topic, "five levels, EDIFICIO_x/P_floor/wing/room/sensor");
        require(levels[1].startsWith("P_"), "floor", levels[1], "P_ and a number");
        return new SensorTopic(levels[0], number("floor", levels[1].substring(2)),
                constant(Wing.class, "wing", levels[2]), number("room", levels[3]),
                constant(Sensor.class, "sensor", levels[4]));
    }

    /** The topic name, as {@link #parse} reads it. */
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

    private static int number(String part, String text) {
        require(NUMBER.matcher(text).matches(), part, text, "a number of up to six digits without leading zeros");
        return Integer.parseInt(text);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String part, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(reason(part, text, "one of "
                        + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")))));
    }

    private static void require(boolean fits, String part, Object value, String accepted) {
        if (!fits) {
            throw new IllegalArgumentException(reason(part, value, accepted));
        }
    }

    private static String reason(String part, Object value, String accepted) {
        return part + " '" + value + "' does not fit: accepted is " + accepted;
    }
}
