package campus.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import campus.mqtt.SessionSettings;
import campus.mqtt.TopicFilter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTest {

    private static final Map<String, String> TEMPERATURE = Map.of("campus.views.enabled", "true",
            "campus.view.temperature.filter", "EDIFICIO_1/+/+/+/TEMP", "campus.view.temperature.to", "log:temperature");

    @Test
    void aViewNeedsOnlyAFilterAndASink() {
        assertThat(enabled(Map.of())).containsExactly(new View("temperature", "EDIFICIO_1/+/+/+/TEMP", 1,
                new SessionSettings("", true), "{{campus.client-id}}-view-temperature", List.of("log:temperature")));
        assertThat(enabled(Map.of()).get(0).routeId()).isEqualTo("view-temperature");
    }

    @Test
    void everyOptionIsRead() {
        assertThat(enabled(Map.of("campus.view.temperature.qos", "0", "campus.view.temperature.session", "clean",
                "campus.view.temperature.client-id", "me", "campus.view.temperature.enabled", "true")))
                .containsExactly(new View("temperature", "EDIFICIO_1/+/+/+/TEMP", 0,
                        new SessionSettings("", false), "me", List.of("log:temperature")));
    }

    @Test
    void sinksAreInTheOrderOfTheirNumbersAndNotSplitAtCommas() {
        assertThat(enabled(Map.of("campus.view.temperature.to.10", "log:ten", "campus.view.temperature.to.2",
                "sql:INSERT INTO reading (topic, line) VALUES (:#topic, :#line)", "campus.view.temperature.to.99",
                "log:last")).get(0).sinks()).containsExactly("log:temperature",
                "sql:INSERT INTO reading (topic, line) VALUES (:#topic, :#line)", "log:ten", "log:last");
    }

    @Test
    void viewsAreInTheOrderOfTheProperties() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : List.of("vibration", "building", "temperature")) {
            values.put("campus.view." + name + ".filter", name);
            values.put("campus.view." + name + ".to", "log:" + name);
        }
        values.put("campus.views.enabled", "true");
        assertThat(View.enabled(Settings.of(values))).extracting(View::name)
                .containsExactly("vibration", "building", "temperature");
    }

    @Test
    void aViewThatIsNotEnabledIsLeftOut() {
        assertThat(enabled(Map.of("campus.view.temperature.enabled", "false"))).isEmpty();
    }

    @Test
    void withoutViewsThereIsNone() {
        assertThat(enabled(Map.of("campus.views.enabled", "false"))).isEmpty();
        assertThat(View.enabled(Settings.of(Map.of("campus.views.enabled", "true")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EDIFICIO_1/#", "#", "$SYS/#", "+/+", "$share/group/a/#", "/a", "a b"})
    void aFilterIsOneOfMqtt(String filter) {
        assertThat(enabled(Map.of("campus.view.temperature.filter", filter))).extracting(View::filter)
                .containsExactly(filter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/#/b", "a+", "$share/group", "a?b", "a%b", "//a"})
    void aFilterThatCannotBeUsedIsNamed(String filter) {
        assertRefused("campus.view.temperature.filter", filter, "campus.view.temperature.filter=" + filter
                + " cannot be used: accepted is " + TopicFilter.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "qos | 3 | campus.view.temperature.qos=3 cannot be used: accepted is 0, 1 or 2",
        "qos | one | campus.view.temperature.qos=one cannot be used: accepted is 0, 1 or 2",
        "session | kept | campus.view.temperature.session=kept cannot be used: accepted is durable (the broker keeps"
            + " messages while the route is away) or clean",
        "share | a/b | campus.view.temperature.share=a/b cannot be used: accepted is the name of a group: letters,"
            + " digits, _ . -",
        "enabled | yes | campus.view.temperature.enabled=yes cannot be used: accepted is true or false",
        "filter | '' | campus.view.temperature.filter is missing: a view has a filter and a sink (to)",
        "to | '' | campus.view.temperature.to is missing: a view has a filter and a sink (to)"})
    void aValueThatCannotBeUsedIsNamed(String key, String value, String message) {
        assertRefused("campus.view.temperature." + key, value, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sink", "to.1", "to.0", "to.02", "to.10000", "to.x", "qos.1", "Filter"})
    void anUnknownKeyIsNamed(String key) {
        assertRefused("campus.view.temperature." + key, "x", "campus.view.temperature." + key
                + " is not a property of a view: accepted is filter, to, to.2, to.3 and so on, qos, share, session,"
                + " client-id, enabled");
    }

    @Test
    void aViewThatIsNotEnabledIsCheckedAllTheSame() {
        assertThatThrownBy(() -> enabled(Map.of("campus.views.enabled", "false", "campus.view.temperature.qos", "3")))
                .isExactlyInstanceOf(SettingException.class).message().startsWith("campus.view.temperature.qos=3");
        assertThatThrownBy(() -> enabled(
                Map.of("campus.view.temperature.enabled", "false", "campus.view.temperature.filter", "")))
                .isExactlyInstanceOf(SettingException.class).message().startsWith("campus.view.temperature.filter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes"})
    void theSwitchOfAllViewsIsTrueOrFalse(String value) {
        assertThatThrownBy(() -> enabled(Map.of("campus.views.enabled", value)))
                .isExactlyInstanceOf(SettingException.class).message().startsWith("campus.views.enabled");
    }

    private static List<View> enabled(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(TEMPERATURE);
        settings.putAll(changes);
        return View.enabled(Settings.of(settings));
    }

    private static void assertRefused(String key, String value, String message) {
        assertThatThrownBy(() -> enabled(Map.of(key, value))).isExactlyInstanceOf(SettingException.class)
                .hasMessage(message);
    }
}
