package campus.app;

import static org.assertj.core.api.Assertions.assertThat;

import campus.base.Settings;
import campus.broker.Listener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands to type next know what was typed at the start. */
class SummaryTest {

    private static final String JAR = "java -jar target/campus.jar ";
    private static final Map<Listener, String> EMBEDDED =
            Map.of(Listener.TCP, "tcp://127.0.0.1:1883", Listener.TLS, "ssl://127.0.0.1:8883");

    @Test
    void theFolderThatWasTypedIsThatOfTheCommands() {
        assertThat(hints("campus.data-dir", "data-2")).containsExactly(
                "in another terminal:  " + JAR + "sub -D campus.data-dir=data-2 -v -C 3 -u edificio"
                        + " -t \"EDIFICIO_1/#\"",
                "or:  " + JAR + "student -D campus.data-dir=data-2 --dni 12345678 --name \"Peter Lim\""
                        + " --email pelim@teleco.upv.es");
        assertThat(hints("campus.data-dir", "my data")).allMatch(hint ->
                hint.contains(" -D \"campus.data-dir=my data\" "));
    }

    @Test
    void theBrokerThatWasTypedIsThatOfTheCommands() {
        assertThat(hints("camel.component.paho-mqtt5.broker-url", "tcp://127.0.0.1:18901")).hasSize(2)
                .allMatch(hint -> hint.contains(" -D camel.component.paho-mqtt5.broker-url=tcp://127.0.0.1:18901 "));
    }

    @Test
    void aPasswordThatACommandDoesNotKnowIsToBeTypedAndIsNotTold() {
        assertThat(hints("campus.building.password", "s3cret")).first().asString()
                .contains(" -u edificio -P ... -t ").doesNotContain("s3cret");
        assertThat(hints("campus.student.password", "s3cret")).last().asString()
                .contains("student -P ... --dni ").doesNotContain("s3cret");
        assertThat(hints("camel.component.paho-mqtt5.broker-url", "tcp://127.0.0.1:1,tcp://mqtt.example:1883"))
                .first().asString().contains(" -u edificio -P ... -t ");
    }

    @Test
    void withoutATeacherThereIsNoStudent() {
        assertThat(hints("campus.teacher.enabled", "false")).hasSize(1).allMatch(hint -> hint.contains(" sub "));
    }

    @Test
    void aPageOnEveryAddressIsOpenToOtherMachines() {
        String page = "page: http://127.0.0.1:8088/";
        assertThat(lines("campus.page.host", "127.0.0.1", page.substring(6))).contains(page);
        assertThat(lines("campus.page.host", "0.0.0.0", page.substring(6)))
                .contains(page + ", open to other machines (campus.page.host=0.0.0.0)");
    }

    @ParameterizedTest
    @CsvSource({"tcp://localhost:28399", "tcp://broker.example:1883", "'tcp://a:1,ssl://[::1]:8884'"})
    void anEmbeddedBrokerThatNothingHereUsesIsTold(String url) {
        assertThat(lines(CommandOptions.BROKER_URL, url, null, EMBEDDED)).contains("routes and commands use " + url
                + ", and none of them the embedded broker: campus.broker.enabled=false leaves it out");
    }

    @ParameterizedTest
    @CsvSource({"tcp://127.0.0.1:1883", "ssl://localhost:8883", "tcp://localhost", "'tcp://a:1,tcp://localhost:1883'"})
    void anEmbeddedBrokerThatTheRoutesUseIsNot(String url) {
        assertThat(lines(CommandOptions.BROKER_URL, url, null, EMBEDDED)).noneMatch(line -> line.startsWith("routes"));
    }

    private static List<String> hints(String key, String value) {
        return lines(key, value, null).stream().filter(line -> line.contains(JAR)).toList();
    }

    private static List<String> lines(String key, String value, String page) {
        return lines(key, value, page, Map.of());
    }

    private static List<String> lines(String key, String value, String page, Map<Listener, String> broker) {
        Map<String, String> typed = Map.of(key, value);
        Map<String, String> values = new HashMap<>();
        Properties properties = Configuration.load(typed);
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return Summary.of(Settings.of(values), typed, broker, Optional.ofNullable(page));
    }
}
