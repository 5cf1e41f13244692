package campus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The working directory of the tests is the project, so the file read is the one that users get. */
class ConfigurationTest {

    @Test
    void valuesComeFromTheFile() {
        Properties properties = Configuration.load(Map.of(), true);
        assertThat(properties.getProperty("campus.sensors.building")).isEqualTo("EDIFICIO_1");
        assertThat(properties.getProperty("campus.sensors.rate")).isEmpty();
        assertThat(properties.getProperty("camel.component.paho-mqtt5.broker-url"))
                .isEqualTo("tcp://{{campus.broker.host}}:{{campus.broker.port}}");
    }

    @Test
    void anOptionWins() {
        Properties properties = Configuration.load(
                Map.of("campus.sensors.building", "EDIFICIO_X", "camel.main.name", "other"), true);
        assertThat(properties.getProperty("campus.sensors.building")).isEqualTo("EDIFICIO_X");
        assertThat(properties.getProperty("camel.main.name")).isEqualTo("other");
        assertThat(properties.getProperty("campus.sensors.floors")).isEqualTo("8");
    }

    @Test
    void anUnknownNameIsRefusedWithItsNeighbour() {
        assertThatThrownBy(() -> Configuration.load(Map.of("campus.sensors.floor", "3"), true))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("campus.sensors.floor is not a property: did you mean campus.sensors.floors?"
                        + " application.properties lists them all");
    }

    @Test
    void viewsAreLeftOutWhereTheyCannotBeMade() {
        Map<String, String> option = Map.of("camel.route-template[view-mine].template-id", "view",
                "camel.route-template[view-mine].filter", "salon/#", "camel.route-template[view-mine].to", "log:mine");
        assertThat(Configuration.load(option, true).stringPropertyNames())
                .contains("camel.route-template[view-temperature].filter", "camel.route-template[view-mine].template-id");
        assertThat(Configuration.load(option, false).stringPropertyNames())
                .noneMatch(name -> name.startsWith("camel.route-template")).contains("campus.sensors.building");
    }
}
