package campus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.testkit.LogLines;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyNamesTest {

    private static final String TO = "campus.view.broker-status.to";
    private static final String MINE = "camel.route-template[view-mine].";
    private static final String EAST = "camel.route-template[east].";

    private final LogLines log = new LogLines("campus");

    @BeforeEach
    void listen() {
        log.start();
    }

    @AfterEach
    void stopListening() {
        log.stop();
    }

    @ParameterizedTest
    @CsvSource({"campus.monitor.enabled,campus.views.enabled,false",
        "campus.broker-status.enabled,campus.view.broker-status.enabled,true",
        "campus.link.window,campus.link.max-inflight,20"})
    void anOldNameIsTranslatedWithOneWarning(String old, String present, String value) {
        assertThat(present(old, value)).containsExactly(Map.entry(present, value));
        assertThat(log.lines()).containsExactly("WARN " + old + " is now " + present
                + "; the old name goes with the next version");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "log:a                                  | log:a                      |            |",
        "log:a,lines:data/b?name=c              | log:a                      | lines:data/b?name=c |",
        "log:a, log:b,  log:c                   | log:a                      | log:b      | log:c",
        "sql:INSERT INTO x(a,b) VALUES (1,2),log:b | sql:INSERT INTO x(a,b) VALUES (1,2) | log:b |"})
    void aListOfSinksBecomesAPropertyForEach(String list, String first, String second, String third) {
        Map<String, String> present = present("campus.broker-status.to", list);
        assertThat(present).containsEntry(TO, first).containsEntry(TO + ".2", second == null ? "" : second);
        assertThat(present.get(TO + ".3")).isEqualTo(third);
        assertThat(log.lines()).containsExactly("WARN campus.broker-status.to is now " + TO
                + "; the old name goes with the next version");
    }

    @Test
    void aRemovedPropertyHasNoEffectAndOneWarning() {
        assertThat(present("campus.broker-status.warn-above", "clients/connected:10")).isEmpty();
        assertThat(log.lines()).containsExactly("WARN campus.broker-status.warn-above has no effect any more: watch the"
                + " view broker-status with a tool of your own");
    }

    @Test
    void anOldNameThatIsGivenInSeveralPlacesHasOneWarning() {
        PropertyNames names = new PropertyNames(Map.of());
        names.present(Map.of("campus.link.window", "20"));
        names.present(Map.of("campus.link.window", "30"));
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void thePresentNameWinsOverTheOldOneInTheSamePlace() {
        for (String first : new String[] {"campus.monitor.enabled", "campus.views.enabled"}) {
            Map<String, String> given = new LinkedHashMap<>();
            given.put(first, "");
            given.put("campus.monitor.enabled", "false");
            given.put("campus.views.enabled", "true");
            assertThat(new PropertyNames(given).present(given)).containsExactly(
                    Map.entry("campus.views.enabled", "true"));
        }
    }

    @Test
    void aViewInCamelsDialectIsAView() {
        assertThat(present(MINE + "template-id", "view", MINE + "filter", "salon/#", MINE + "qos", "0",
                MINE + "to", "log:a", MINE + "to2", "log:b", MINE + "to3", "log:c", MINE + "client-id", "me"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("campus.view.mine.filter", "salon/#",
                        "campus.view.mine.qos", "0", "campus.view.mine.to", "log:a", "campus.view.mine.to.2", "log:b",
                        "campus.view.mine.to.3", "log:c", "campus.view.mine.client-id", "me"));
        assertThat(present("camel.route-template[salon].template-id", "view", "camel.route-template[salon].to",
                "log:a"))
                .containsExactly(Map.entry("campus.view.salon.to", "log:a"));
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aBuildingInCamelsDialectIsABuilding() {
        assertThat(present(EAST + "template-id", "sensors", EAST + "building", "EDIFICIO_2", EAST + "floors", "3"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("campus.building.east.building", "EDIFICIO_2",
                        "campus.building.east.floors", "3"));
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"buildings,=buildings cannot be used", "status,=status cannot be used", ",' is missing'"})
    void aTemplateThatIsNeitherViewNorSensorsIsRefused(String template, String problem) {
        Map<String, String> given = new LinkedHashMap<>(Map.of(EAST + "building", "EDIFICIO_2"));
        if (template != null) {
            given.put(EAST + "template-id", template);
        }
        assertThatThrownBy(() -> new PropertyNames(given).present(given)).isExactlyInstanceOf(SettingException.class)
                .hasMessage(EAST + "template-id" + problem + ": accepted is view or sensors");
    }

    private static Map<String, String> present(String... keysAndValues) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            given.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new PropertyNames(given).present(given);
    }
}
