package campus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import campus.sink.View;
import campus.testkit.LogLines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    private static final String OLD_ROOM = "camel.route-template[view-room].";
    private static final Map<String, String> PACKAGED = map("campus.data-dir", "data", "campus.sensors.enabled", "true",
            "campus.sensors.building", "EDIFICIO_1", "campus.sensors.floors", "8", "campus.sensors.rate", "",
            "campus.views.enabled", "true", "campus.link.max-inflight", "500",
            "campus.view.temperature.filter", "EDIFICIO_1/+/+/+/TEMP", "campus.view.temperature.to", "log:temperature",
            "campus.view.room.filter", "EDIFICIO_1/P_7/S/4/+", "campus.view.room.to", "log:room",
            "campus.view.broker-status.enabled", "false", "campus.view.broker-status.filter", "$SYS/#",
            "campus.view.broker-status.to", "log:broker-status", "campus.view.broker-status.to.2", "lines:status");

    private final LogLines log = new LogLines("campus");
    private Map<String, String> file = Map.of();
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void listen() {
        log.start();
    }

    @AfterEach
    void stopListening() {
        log.stop();
    }

    /** The working directory of the tests is the project, so this is the file that users get. */
    @Test
    void theShippedFileIsReadFromTheWorkingDirectory() {
        Properties properties = Configuration.load(Map.of());
        assertThat(properties.getProperty("campus.sensors.building")).isEqualTo("EDIFICIO_1");
        assertThat(properties.getProperty("campus.sensors.rate")).isEmpty();
        assertThat(properties).doesNotContainKey("campus.routes");
        assertThat(properties.getProperty("camel.component.paho-mqtt5.broker-url"))
                .isEqualTo("tcp://{{campus.broker.host}}:{{campus.broker.port}}");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void anOptionWinsOverAnEnvironmentVariableAndThatOverTheFileAndThatOverTheJar() {
        file = map("campus.sensors.building", "OF_FILE", "campus.sensors.floors", "2", "campus.link.max-inflight", "20",
                "my.own", "of file");
        environment = Map.of("CAMPUS_SENSORS_BUILDING", "OF_ENVIRONMENT", "CAMPUS_SENSORS_FLOORS", "3", "MY_OWN",
                "of environment", "CAMPUS_VIEW_ROOM_TO", "log:environment");
        Map<String, String> values = with("campus.sensors.building", "OF_OPTION", "camel.main.name", "other");
        assertThat(values).containsEntry("campus.sensors.building", "OF_OPTION")
                .containsEntry("camel.main.name", "other").containsEntry("campus.sensors.floors", "3")
                .containsEntry("my.own", "of environment").containsEntry("campus.link.max-inflight", "20")
                .containsEntry("campus.data-dir", "data");
    }

    @Test
    void anUnknownNameIsRefusedWithItsNeighbour() {
        assertThatThrownBy(() -> with("campus.sensors.floor", "3"))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("campus.sensors.floor is not a property: did you mean campus.sensors.floors?"
                        + " application.properties lists them all");
    }

    @Test
    void aVariableThatIsNearlyThatOfAPropertyHasAWarning() {
        environment = Map.of("CAMPUS_SENSORS_ENABLD", "false", "CAMPUS_LINK_WINDOW", "5", "CAMPUS_VIEW_ROOM_TO",
                "log:a", "CAMPUS_X", "1", "CAMPING_DATA_DIR", "x");
        assertThat(with()).containsEntry("campus.sensors.enabled", "true");
        assertThat(log.lines()).filteredOn(line -> line.contains("variable")).containsExactly("WARN the environment"
                + " variable CAMPUS_SENSORS_ENABLD is of no property: did you mean CAMPUS_SENSORS_ENABLED?");
    }

    @Test
    void aVariableOfAViewThatIsThereIsAnyPropertyOfIt() {
        environment = Map.of("CAMPUS_VIEW_ROOM_ENABLED", "false", "CAMPUS_VIEW_ROOM_TO", "log:a",
                "CAMPUS_VIEW_ROOM_TO_2", "", "CAMPUS_VIEW_ROOM_B_TO_3", "log:d", "CAMPUS_VIEW_ROOM_B_CLIENT_ID", "b",
                "CAMPUS_BUILDING_EAST_FLOORS", "3", "CAMPUS_VIEW_NEW_FILTER", "a/#");
        file = map("campus.view.room.filter", "a", "campus.view.room.to.2", "log:c", "campus.view.room-b.filter", "b",
                "campus.building.east.building", "EDIFICIO_2");
        assertThat(with("campus.view.room.qos", "0")).containsEntry("campus.view.room.to", "log:a")
                .containsEntry("campus.view.room.enabled", "false").containsEntry("campus.view.room-b.to.3", "log:d")
                .containsEntry("campus.view.room-b.client-id", "b").containsEntry("campus.building.east.floors", "3")
                .containsEntry("campus.view.room.qos", "0").doesNotContainKey("campus.view.room.to.2")
                .doesNotContainKey("campus.view.new.filter");
        assertThat(log.lines()).filteredOn(line -> line.contains("variable")).containsExactly("WARN the environment"
                + " variable CAMPUS_VIEW_NEW_FILTER is not used: application.properties has no such view");
    }

    @Test
    void theViewsOfTheJarAreThereIfThereIsNoFile() {
        assertThat(views(with())).containsExactlyInAnyOrder("room", "temperature");
        assertThat(views(with("campus.view.room.enabled", "false"))).containsExactly("temperature");
    }

    @Test
    void aViewThatIsDeletedInTheFileDoesNotComeBackFromTheJar() {
        file = map("campus.data-dir", "elsewhere", "campus.view.temperature.filter", "a/#",
                "campus.view.temperature.to", "log:a");
        assertThat(views(with())).containsExactly("temperature");
        assertThat(with()).doesNotContainKey("campus.view.broker-status.filter");
    }

    @Test
    void aViewWithOneKeyInTheFileHasTheOthersFromTheJar() {
        file = map("campus.view.temperature.to", "log:mine");
        assertThat(with()).containsEntry("campus.view.temperature.to", "log:mine")
                .containsEntry("campus.view.temperature.filter", "EDIFICIO_1/+/+/+/TEMP");
        assertThat(views(with())).containsExactly("temperature");
    }

    @Test
    void aFurtherSinkThatIsEmptyIsNone() {
        assertThat(with("campus.view.broker-status.to.2", "")).doesNotContainKey("campus.view.broker-status.to.2");
        assertThatThrownBy(() -> with("campus.view.broker-status.to", ""))
                .hasMessageStartingWith("campus.view.broker-status.to is empty");
    }

    @Test
    void theOldListOfSinksReplacesThoseOfTheJar() {
        file = map("campus.broker-status.enabled", "true", "campus.broker-status.to", "log:mine");
        assertThat(with()).containsEntry("campus.view.broker-status.to", "log:mine")
                .containsEntry("campus.view.broker-status.filter", "$SYS/#")
                .doesNotContainKey("campus.view.broker-status.to.2");
        assertThat(views(with())).containsExactly("broker-status");
        assertThat(with("campus.broker-status.to", "log:one,log:two"))
                .containsEntry("campus.view.broker-status.to", "log:one")
                .containsEntry("campus.view.broker-status.to.2", "log:two");
    }

    @ParameterizedTest
    @CsvSource({"CAMPUS_MONITOR_ENABLED,campus.monitor.enabled,campus.views.enabled,false",
        "CAMPUS_LINK_WINDOW,campus.link.window,campus.link.max-inflight,20",
        "CAMPUS_BROKER_STATUS_ENABLED,campus.broker-status.enabled,campus.view.broker-status.enabled,true",
        "CAMPUS_BROKER_STATUS_TO,campus.broker-status.to,campus.view.broker-status.to,log:mine"})
    void anEnvironmentVariableOfAnOldNameWinsOverTheFile(String variable, String old, String present, String value) {
        file = map(present, "500", "campus.view.broker-status.filter", "$SYS/#");
        environment = Map.of(variable, value);
        assertThat(with()).containsEntry(present, value);
        assertThat(log.lines()).containsExactly("WARN " + old + " is now " + present
                + "; the old name goes with the next version");
        file = Map.of();
        assertThat(with()).containsEntry(present, value);
    }

    @Test
    void anOldNameInSeveralPlacesHasOneWarning() {
        file = map("campus.link.window", "20", "campus.broker-status.warn-above", "clients/connected:10");
        environment = Map.of("CAMPUS_LINK_WINDOW", "30", "CAMPUS_BROKER_STATUS_WARN_ABOVE", "clients/connected:20");
        assertThat(with("campus.link.window", "40")).containsEntry("campus.link.max-inflight", "40")
                .doesNotContainKeys("campus.link.window", "campus.broker-status.warn-above");
        assertThat(log.lines()).hasSize(2).anyMatch(line -> line.contains("campus.link.window is now"))
                .anyMatch(line -> line.contains("campus.broker-status.warn-above has no effect"));
    }

    @Test
    void camelsDialectWorksInTheFileAndOnTheCommandLine() {
        file = map(OLD_ROOM + "template-id", "view", OLD_ROOM + "filter", "a/#", OLD_ROOM + "to", "log:a");
        assertThat(views(with())).containsExactly("room");
        assertThat(with(OLD_ROOM + "to", "log:b")).containsEntry("campus.view.room.to", "log:b")
                .containsEntry("campus.view.room.filter", "a/#");
        file = Map.of();
        assertThat(with(OLD_ROOM + "to", "log:b")).containsEntry("campus.view.room.to", "log:b")
                .containsEntry("campus.view.room.filter", "EDIFICIO_1/P_7/S/4/+");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aBlockOfCamelsDialectMayBeSpreadOverFileAndCommandLine() {
        file = map("camel.route-template[east].template-id", "sensors", "camel.route-template[east].building",
                "EDIFICIO_2", "camel.route-template[salon].filter", "salon/#");
        assertThat(with("camel.route-template[east].floors", "3", "camel.route-template[salon].template-id", "view",
                "camel.route-template[salon].to", "log:salon"))
                .containsEntry("campus.building.east.building", "EDIFICIO_2")
                .containsEntry("campus.building.east.floors", "3").containsEntry("campus.view.salon.filter", "salon/#")
                .containsEntry("campus.view.salon.to", "log:salon");
    }

    @Test
    void anEnvironmentVariableOfCamelsDialectWinsOverTheFile() {
        file = map(OLD_ROOM + "template-id", "view", OLD_ROOM + "filter", "a/#", OLD_ROOM + "to", "log:a");
        environment = Map.of("CAMEL_ROUTE_TEMPLATE_VIEW_ROOM__TO", "log:b");
        assertThat(with()).containsEntry("campus.view.room.to", "log:b");
    }

    @Test
    void anUnknownTemplateIsRefused() {
        assertThatThrownBy(() -> with("camel.route-template[east].building", "EDIFICIO_2"))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("camel.route-template[east].template-id is missing: accepted is view or sensors");
    }

    private Map<String, String> with(String... options) {
        Properties properties = new Configuration(PACKAGED, file, environment).with(map(options));
        Map<String, String> values = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    private static List<String> views(Map<String, String> values) {
        return View.enabled(Settings.of(values)).stream().map(View::name).toList();
    }

    private static Map<String, String> map(String... keysAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return values;
    }
}
