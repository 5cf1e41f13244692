package campus.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyCheckTest {

    private static final Map<String, String> PACKAGED = Map.of("campus.sensors.enabled", "true",
            "campus.sensors.rate", "", "campus.sensors.building", "EDIFICIO_1", "campus.teacher.enabled", "true",
            "campus.data-dir", "data", "campus.views.enabled", "true", "campus.routes", "");
    private static final String VIEW = "campus.view.mine.";
    private static final String EAST = "campus.building.east.";

    private final Map<String, String> values = new HashMap<>(PACKAGED);

    @Test
    void takesTheKnownPropertiesAndThoseOfOthers() {
        assertThatCode(this::check).doesNotThrowAnyException();
        values.putAll(Map.of("camel.main.name", "x", "my.own", "y", "campus.link.birth-payload.a/state", "on"));
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"campus.sensors.enable,campus.sensors.enabled", "campus.sensor.rate,campus.sensors.rate",
        "campus.teachers.enabled,campus.teacher.enabled", "campus.datadir,campus.data-dir",
        "campus.Data-Dir,campus.data-dir", "campus.view.enabled,campus.views.enabled"})
    void namesTheNearestThatExists(String name, String nearest) {
        values.put(name, "1");
        assertThatThrownBy(this::check)
                .isExactlyInstanceOf(SettingException.class).hasMessage(name + " is not a property: did you mean "
                        + nearest + "? application.properties lists them all");
    }

    @Test
    void onlyAPropertyThatIsEmptyInThePackagedFileMayBeEmpty() {
        values.put("campus.sensors.rate", " ");
        assertThatCode(this::check).doesNotThrowAnyException();
        values.put("campus.data-dir", " ");
        assertThatThrownBy(this::check)
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("campus.data-dir is empty: give it a value, or leave it out");
    }

    @Test
    void theRoutesOfAnotherApplicationAreRefused() {
        values.put("campus.routes", "views");
        assertThatThrownBy(this::check).isExactlyInstanceOf(SettingException.class)
                .hasMessageContainingAll("campus.routes=views", "campus.views.enabled");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"building||building is missing",
        "building|EDIFICIO_1|building=EDIFICIO_1 is there already", "rat|5|rat is not a property of a building",
        "enabled|false|enabled is not a property of a building", "filter|a/#|filter is not a property of a building"})
    void aBuildingHasANameOfItsOwnAndThePropertiesOfTheSensors(String key, String value, String message) {
        values.putAll(Map.of(EAST + "building", "EDIFICIO_2", EAST + "rate", "5"));
        assertThatCode(this::check).doesNotThrowAnyException();
        assertRefused(EAST, key, value, message);
    }

    @ParameterizedTest
    @CsvSource({"filter,a/#/b,filter=a/#/b cannot be used", "filter,a?b,filter=a?b cannot be used",
        "filter,//a,filter=//a cannot be used", "filter,a+/b,filter=a+/b cannot be used",
        "qos,3,'qos=3 cannot be used: accepted is 0, 1 or 2'",
        "qos,one,qos=one cannot be used", "to,,to is missing", "filter,,filter is missing"})
    void aViewHasAFilterASinkAndAQos(String key, String value, String message) {
        values.putAll(Map.of(VIEW + "filter", "salon/+", VIEW + "to", "log:salon"));
        assertThatCode(this::check).doesNotThrowAnyException();
        assertRefused(VIEW, key, value, message);
    }

    private void assertRefused(String block, String key, String value, String message) {
        if (value == null) {
            values.remove(block + key);
        } else {
            values.put(block + key, value);
        }
        assertThatThrownBy(this::check).isExactlyInstanceOf(SettingException.class)
                .message().startsWith(block + message);
    }

    private void check() {
        PropertyCheck.check(values, PACKAGED);
        PropertyCheck.check(Settings.of(values));
    }
}
