package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.options.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {

    private final CommandLine commands = new CommandLine();

    @Test
    void theHierarchyAndTheQuestionsOfTheSheet() {
        assertThat(execute("topics")).isZero();
        assertThat(commands.out().lines()).containsExactly(
                "EDIFICIO_1/+/+/+/+            768 topics  all of EDIFICIO_1:",
                "  floors   P_1 to P_8",
                "  wings    N S E O",
                "  rooms    1 to 6 in each wing",
                "  sensors  TEMP HUM LUX VIBR in each room, such as EDIFICIO_1/P_1/N/1/TEMP",
                "",
                "The questions of lab sheet 1:",
                "EDIFICIO_1/+/+/+/TEMP         192 topics  all temperatures of the building",
                "EDIFICIO_1/P_2/O/+/VIBR         6 topics  all vibration of the west wing of floor 2",
                "EDIFICIO_1/P_7/S/4/+            4 topics  everything from room 4 of the south wing of floor 7");
        assertThat(commands.err()).isEmpty();
    }

    @Test
    void ofTheBuildingInForce() {
        assertThat(execute("topics -D campus.sensors.building=EDIFICIO_A7 -D campus.sensors.floors=2"
                + " -D campus.sensors.rooms-per-wing=1")).isZero();
        assertThat(commands.out()).contains("EDIFICIO_A7/+/+/+/+            32 topics  all of EDIFICIO_A7:",
                "EDIFICIO_A7/P_2/O/+/VIBR        1 topics", "EDIFICIO_A7/P_7/S/4/+           0 topics");
    }

    @ParameterizedTest
    @CsvSource({
        "--floor 7 --wing S --room 4,           EDIFICIO_1/P_7/S/4/+,      4",
        "--sensor TEMP,                         EDIFICIO_1/+/+/+/TEMP,     192",
        "--floor 2 --wing O --sensor VIBR,      EDIFICIO_1/P_2/O/+/VIBR,   6",
        "--room 3,                              EDIFICIO_1/+/+/3/+,        128",
        "--floor 8 --wing N --room 6 --sensor LUX, EDIFICIO_1/P_8/N/6/LUX, 1",
    })
    void theFilterForAnyPartsAndItsTopics(String options, String filter, int count) {
        assertThat(execute("topics " + options)).isZero();
        assertThat(commands.out().strip().split(" +")).containsExactly(filter, "" + count, "topics");
        assertThat(execute("topics --list " + options)).isZero();
        String topics = commands.out();
        assertThat(topics.lines()).hasSize(count).doesNotHaveDuplicates();
        assertThat(commands.err()).isEqualTo(count + " of 768 topics" + System.lineSeparator());
        assertThat(execute("topics --match " + filter)).isZero();
        assertThat(commands.out()).isEqualTo(topics);
    }

    @Test
    void aFilterIsMatchedWithTheTopicsOfAllBuildings() {
        assertThat(execute("-D campus.building.east.building=EDIFICIO_2 -D campus.building.east.floors=1"
                + " topics --match +/P_1/N/1/TEMP")).isZero();
        assertThat(commands.out().lines()).containsExactly("EDIFICIO_1/P_1/N/1/TEMP", "EDIFICIO_2/P_1/N/1/TEMP");
        assertThat(commands.err()).isEqualTo("2 of 864 topics" + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({
        "#,                        768",
        "EDIFICIO_1/#,             768",
        "+/P_1/#,                  96",
        "$share/view/+/P_1/#,      96",
        "EDIFICIO_1,               0",
        "EDIFICIO_1/P_1/N/1/TEMP/#, 1",
        "EDIFICIO_2/#,             0",
        "$SYS/#,                   0",
    })
    void theTopicsThatAFilterMatches(String filter, int count) {
        assertThat(execute("topics --match " + filter)).isZero();
        assertThat(commands.out().lines()).hasSize(count).allMatch(topic -> topic.startsWith("EDIFICIO_1/P_"));
        assertThat(commands.err()).isEqualTo(count + " of 768 topics" + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--match a/#/b      | 'a/#/b' is not a topic filter: # must be the last level (MQTT 5 section 4.7.1.2)",
        "--match a+         | 'a+' is not a topic filter: + stands for a whole level, alone between slashes (MQTT 5"
            + " section 4.7.1.3)",
        "--match=           | '' is not a topic filter: it is empty (MQTT 5 section 4.7.3)",
        "--match $share/g   | '$share/g' is not a shared subscription: accepted is $share/GROUP/FILTER, the group"
        + " without"
            + " + and # (MQTT 5 section 4.8.2)",
        "--match a --list   | --match goes alone: leave out --floor, --wing, --room, --sensor and --list",
        "--floor 1000       | --floor 1000 cannot be used: accepted is a whole number from 1 to 8",
        "--floor 0          | --floor 0 cannot be used: accepted is a whole number from 1 to 8",
        "--room 7           | --room 7 cannot be used: accepted is a whole number from 1 to 6",
        "--wing W           | Invalid value for option '--wing': expected one of [N, S, E, O] (case-sensitive) but was"
            + " 'W' (see campus topics --help)",
        "-D campus.sensors.floors=no | campus.sensors.floors=no cannot be used: accepted is a whole number from 1 to"
        + " 999"})
    void anOptionThatCannotBeUsedIsOneLineWithTheReason(String options, String message) {
        assertThat(execute("topics " + options)).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).isEqualTo("campus: " + message + System.lineSeparator());
        assertThat(commands.out()).isEmpty();
    }

    private int execute(String arguments) {
        return commands.execute(arguments.split(" "));
    }
}
