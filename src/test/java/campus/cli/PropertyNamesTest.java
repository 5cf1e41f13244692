package campus.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyNamesTest {

    private static final Set<String> KNOWN = Set.of("campus.sensors.enabled", "campus.sensors.rate",
            "campus.teacher.enabled", "campus.data-dir", "camel.main.shutdown-timeout");

    @Test
    void takesWhatIsKnownAndWhatIsNotOurs() {
        assertThatCode(() -> PropertyNames.requireKnown(Set.of(), KNOWN)).doesNotThrowAnyException();
        assertThatCode(() -> PropertyNames.requireKnown(KNOWN, KNOWN)).doesNotThrowAnyException();
        assertThatCode(() -> PropertyNames.requireKnown(Set.of("camel.main.name", "my.own"), KNOWN))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"campus.sensors.enable,campus.sensors.enabled", "campus.sensor.rate,campus.sensors.rate",
        "campus.teachers.enabled,campus.teacher.enabled", "campus.datadir,campus.data-dir",
        "campus.Data-Dir,campus.data-dir", "campus.,campus.data-dir"})
    void namesTheNearestThatExists(String name, String nearest) {
        assertThatThrownBy(() -> PropertyNames.requireKnown(Set.of(name, "campus.sensors.rate"), KNOWN))
                .isExactlyInstanceOf(SettingException.class).hasMessage(name + " is not a property: did you mean "
                        + nearest + "? application.properties lists them all");
    }

    @Test
    void ofSeveralTheFirstByNameIsTold() {
        assertThatThrownBy(() -> PropertyNames.requireKnown(Set.of("campus.z", "campus.a", "campus.m"), KNOWN))
                .message().startsWith("campus.a is not a property");
    }
}
