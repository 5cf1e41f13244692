package campus.building;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildingSettingsTest {

    private static final Map<String, String> SHARED = Map.of("campus.sensors.enabled", "true",
            "campus.sensors.building", "EDIFICIO_1", "campus.sensors.floors", "8", "campus.sensors.qos", "1",
            "campus.sensors.rate", "");

    @Test
    void withoutFurtherBuildingsThereIsTheSharedOne() {
        List<BuildingSettings> buildings = all(Map.of());
        assertThat(buildings).extracting(BuildingSettings::routeId).containsExactly("sensors");
        assertThat(buildings).extracting(BuildingSettings::building).containsExactly("EDIFICIO_1");
    }

    @Test
    void furtherBuildingsFollowWithTheirOwnAndTheSharedProperties() {
        List<BuildingSettings> buildings = all(Map.of("campus.building.west.building", "EDIFICIO_3",
                "campus.building.east.building", "EDIFICIO_2", "campus.building.east.floors", "2",
                "campus.building.east.qos", "0", "campus.building.east.rate", "10"));
        assertThat(buildings).extracting(BuildingSettings::routeId)
                .containsExactly("sensors", "sensors-east", "sensors-west");
        assertThat(buildings).extracting(BuildingSettings::building)
                .containsExactly("EDIFICIO_1", "EDIFICIO_2", "EDIFICIO_3");
        assertThat(buildings).extracting(BuildingSettings::qos).containsExactly(1, 0, 1);
        assertThat(buildings).extracting(building -> building.integer("campus.sensors.floors", 1, 9))
                .containsExactly(8, 2, 8);
        assertThat(buildings).extracting(building -> building.has("campus.sensors.rate"))
                .containsExactly(false, true, false);
    }

    /** The MQTT login of all buildings has no NAME in its keys. */
    @Test
    void theLoginIsNoBuilding() {
        assertThat(all(Map.of("campus.building.username", "edificio", "campus.building.password", "x"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "east.floors | 2 | campus.building.east.building is missing: a building has a name, such as EDIFICIO_2",
        "east.building | EDIFICIO_1 | campus.building.east.building=EDIFICIO_1 is there already: each building has a"
            + " name of its own",
        "west.building | EDIFICIO_2 | campus.building.west.building=EDIFICIO_2 is there already: each building has a"
            + " name of its own",
        "north.height | 9 | campus.building.north.height is not a property of a building: accepted are the properties"
            + " of campus.sensors., except enabled",
        "north.flors | 3 | campus.building.north.flors is not a property of a building: did you mean"
            + " campus.building.north.floors?",
        "north.enabled | true | campus.building.north.enabled is not a property of a building: accepted are the"
            + " properties of campus.sensors., except enabled"})
    void aPropertyThatCannotBeUsedIsNamed(String key, String value, String message) {
        Map<String, String> changes = new TreeMap<>(Map.of("campus.building.north.building", "EDIFICIO_2"));
        changes.put("campus.building." + key, value);
        assertThatThrownBy(() -> all(changes)).isExactlyInstanceOf(SettingException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"2", "-1", "one"})
    void theQosIsZeroOrOne(String qos) {
        assertThatThrownBy(() -> all(Map.of("campus.sensors.qos", qos)).get(0).qos())
                .isExactlyInstanceOf(SettingException.class).message().startsWith("campus.sensors.qos=" + qos);
    }

    private static List<BuildingSettings> all(Map<String, String> changes) {
        Map<String, String> settings = new TreeMap<>(SHARED);
        settings.putAll(changes);
        return BuildingSettings.all(Settings.of(settings));
    }
}
