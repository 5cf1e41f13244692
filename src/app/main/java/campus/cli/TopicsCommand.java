package campus.cli;

import campus.app.CommandCamel;
import campus.app.CommandOptions;
import campus.base.SettingException;
import campus.building.Building;
import campus.building.BuildingSettings;
import campus.building.Sensor;
import campus.building.SensorTopic;
import campus.building.Wing;
import campus.cli.options.ExitCode;
import campus.mqtt.TopicFilter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code topics}: prints the topics of the building and the filters that match them, without a broker. */
@Command(name = "topics",
        description = "Print the topics of the building, the filters of lab sheet 1, and what a filter"
        + " matches. Needs no broker.",
        footer = {"", "Exit codes: 0 printed, 2 usage, or a filter that MQTT forbids."})
final class TopicsCommand implements Callable<Integer> {

    @ParentCommand
    private CampusCommand campus;

    @Option(names = "--floor", paramLabel = "NUMBER", description = "The filter of one floor.")
    private Integer floor;

    @Option(names = "--wing", paramLabel = "LETTER", description = "The filter of one wing: ${COMPLETION-CANDIDATES}.")
    private Wing wing;

    @Option(names = "--room", paramLabel = "NUMBER", description = "The filter of one room in each wing.")
    private Integer room;

    @Option(names = "--sensor", paramLabel = "TYPE",
            description = "The filter of one type of sensor: ${COMPLETION-CANDIDATES}.")
    private Sensor sensor;

    @Option(names = "--list", description = "Print the topics that the filter matches, not the filter.")
    private boolean list;

    @Option(names = "--match", paramLabel = "FILTER",
            description = "Print the topics of all buildings that a filter matches.")
    private String match;

    private Building building;
    private List<Building> buildings;

    @Override
    public Integer call() throws Exception {
        boolean parts = Stream.of(floor, wing, room, sensor).anyMatch(part -> part != null);
        if (match != null && (parts || list)) {
            throw new SettingException("--match goes alone: leave out --floor, --wing, --room, --sensor and --list");
        }
        try (CommandCamel main = new CommandCamel(CommandOptions.of(campus.properties()))) {
            main.init();
            buildings = BuildingSettings.all(main.settings()).stream().map(Building::of).toList();
            building = buildings.get(0);
        }
        require("--floor", floor, building.floors());
        require("--room", room, building.roomsPerWing());
        try {
            if (match != null) {
                print(TopicFilter.ofSubscription(match));
            } else if (list) {
                print(TopicFilter.of(filter(floor, wing, room, sensor)));
            } else if (parts) {
                System.out.println(line(filter(floor, wing, room, sensor), ""));
            } else {
                overview();
            }
        } catch (IllegalArgumentException e) {
            throw new SettingException(e.getMessage());
        }
        return ExitCode.OK;
    }

    private static void require(String option, Integer number, int last) {
        if (number != null && (number < 1 || number > last)) {
            throw new SettingException(option + " " + number + " cannot be used: accepted is a whole number from 1 to "
                    + last);
        }
    }

    private String filter(Integer onFloor, Wing inWing, Integer inRoom, Sensor type) {
        return SensorTopic.filter(building.name(), onFloor, inWing, inRoom, type);
    }

    /** Prints topics to standard output and their number to standard error, so that a pipe gets topics only. */
    private void print(TopicFilter filter) {
        long count = matching(filter).peek(System.out::println).count();
        long all = buildings.stream().mapToLong(Building::size).sum();
        System.err.println(text(count + " of " + all + " topics"));
    }

    private Stream<String> matching(TopicFilter filter) {
        return buildings.stream().flatMap(Building::topics).map(SensorTopic::format).filter(filter::matches);
    }

    private String line(String filter, String meaning) {
        long count = matching(TopicFilter.of(filter)).count();
        return String.format("%-26s %6d topics  %s", filter, count, text(meaning)).stripTrailing();
    }

    private void overview() {
        System.out.println(line(filter(null, null, null, null), "all of " + building.name() + ":"));
        System.out.println("  " + text("floors   P_1 to P_" + building.floors()));
        System.out.println("  " + text("wings    " + names(Wing.values())));
        System.out.println("  " + text("rooms    1 to " + building.roomsPerWing() + " in each wing"));
        System.out.println("  " + text("sensors  " + names(Sensor.values()) + " in each room, such as "
                + building.topics().findFirst().map(SensorTopic::format).orElseThrow()));
        System.out.println();
        System.out.println(text("The questions of lab sheet 1:"));
        System.out.println(line(filter(null, null, null, Sensor.TEMP), "all temperatures of the building"));
        System.out.println(line(filter(2, Wing.O, null, Sensor.VIBR), "all vibration of the west wing of floor 2"));
        System.out.println(line(filter(7, Wing.S, 4, null), "everything from room 4 of the south wing of floor 7"));
    }

    private String text(String english) {
        return campus.language().text(english);
    }

    private static String names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).collect(Collectors.joining(" "));
    }
}
