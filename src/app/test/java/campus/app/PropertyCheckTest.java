package campus.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyCheckTest {

    private static final Map<String, String> PACKAGED = Map.of("campus.sensors.enabled", "true",
            "campus.sensors.rate", "", "campus.sensors.building", "EDIFICIO_1", "campus.teacher.enabled", "true", "campus.data-dir", "data");
    private static final String VIEW = "camel.route-template[view-mine].";
    private static final String EAST = "camel.route-template[east].";

    @Test
    void takesWhatIsKnownAndWhatIsNotOurs() {
        assertThatCode(() -> PropertyCheck.check(Map.of(), PACKAGED)).doesNotThrowAnyException();
        assertThatCode(() -> PropertyCheck.check(PACKAGED, PACKAGED)).doesNotThrowAnyException();
        assertThatCode(() -> PropertyCheck.check(Map.of("camel.main.name", "x", "my.own", "y"), PACKAGED))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"campus.sensors.enable,campus.sensors.enabled", "campus.sensor.rate,campus.sensors.rate",
        "campus.teachers.enabled,campus.teacher.enabled", "campus.datadir,campus.data-dir",
        "campus.Data-Dir,campus.data-dir", "campus.,campus.data-dir"})
    void namesTheNearestThatExists(String name, String nearest) {
        assertThatThrownBy(() -> PropertyCheck.check(Map.of(name, "1", "campus.sensors.rate", "1"), PACKAGED))
                .isExactlyInstanceOf(SettingException.class).hasMessage(name + " is not a property: did you mean "
                        + nearest + "? application.properties lists them all");
    }

    @Test
    void onlyWhatIsEmptyInThePackagedFileMayBeEmpty() {
        assertThatCode(() -> PropertyCheck.check(Map.of("campus.sensors.rate", " "), PACKAGED))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> PropertyCheck.check(Map.of("campus.data-dir", " "), PACKAGED))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage("campus.data-dir is empty: give it a value, or take the line out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"template-id|buildings|template-id=buildings cannot be used: accepted is view or sensors",
        "building||building is missing", "building|EDIFICIO_1|building=EDIFICIO_1 is there already",
        "rat|5|rat is not a property of a building", "enabled|false|enabled is not a property of a building",
        "filter|a/#|filter is not a property of a building"})
    void aBuildingHasANameOfItsOwnAndWhatTheSensorsHave(String key, String value, String message) {
        Map<String, String> east = new HashMap<>(Map.of("campus.sensors.building", "EDIFICIO_1",
                EAST + "template-id", "sensors", EAST + "building", "EDIFICIO_2", EAST + "rate", "5"));
        assertThatCode(() -> PropertyCheck.check(east, PACKAGED)).doesNotThrowAnyException();
        if (value == null) {
            east.remove(EAST + key);
        } else {
            east.put(EAST + key, value);
        }
        assertThatThrownBy(() -> PropertyCheck.check(east, PACKAGED)).isExactlyInstanceOf(SettingException.class)
                .message().startsWith(EAST + message);
    }

    @ParameterizedTest
    @CsvSource({"filter,a/#/b,filter=a/#/b cannot be used", "filter,a?b,filter=a?b cannot be used", "filter,//a,filter=//a cannot be used", "filter,a+/b,filter=a+/b cannot be used",
        "qos,3,qos=3 cannot be used: accepted is 0 or 1", "qos,2,qos=2 cannot be used: accepted is 0 or 1", "qos,one,qos=one cannot be used", "to,,to is missing",
        "filter,,filter is missing"})
    void aViewHasAFilterASinkAndAQos(String key, String value, String message) {
        Map<String, String> view = new HashMap<>(Map.of(VIEW + "template-id", "view", VIEW + "filter", "salon/+",
                VIEW + "to", "log:salon"));
        assertThatCode(() -> PropertyCheck.check(view, PACKAGED)).doesNotThrowAnyException();
        if (value == null) {
            view.remove(VIEW + key);
        } else {
            view.put(VIEW + key, value);
        }
        assertThatThrownBy(() -> PropertyCheck.check(view, PACKAGED)).isExactlyInstanceOf(SettingException.class)
                .message().startsWith(VIEW + message);
    }
}
