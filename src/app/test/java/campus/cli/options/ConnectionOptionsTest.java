package campus.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Which broker the options of a command mean. */
class ConnectionOptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-h host                            | tcp://host:1883",
        "-p 1234                            | tcp://127.0.0.1:1234",
        "-h ::1                             | tcp://[::1]:1883",
        "--cafile ca                        | ssl://127.0.0.1:8883",
        "-h host --cert c --key k           | ssl://host:8883",
        "-L mqtt://host                     | tcp://host:1883",
        "-L tcp://host                      | tcp://host:1883",
        "-L mqtts://host/topic              | ssl://host:8883",
        "-L ssl://host:8884                 | ssl://host:8884",
        "-L ws://u:p@host/topic             | ws://host:8080",
        "-L wss://host                      | wss://host:8081",
        "-L wss://[::1]:443                 | wss://[::1]:443",
        "-L mqtt://host --cafile ca         | ssl://host:8883",
        "-L ws://host --cafile ca           | wss://host:8081",
        "-L mqtts://host -h other -p 1      | ssl://other:1"})
    void theUrlOfTheBroker(String arguments, String url) {
        assertThat(options(arguments).properties()).containsEntry("camel.component.paho-mqtt5.broker-url", url);
    }

    @Test
    void withoutOptionsThePropertiesCount() {
        ConnectionOptions none = CommandLine.populateCommand(new ConnectionOptions());
        assertThat(none.properties()).isEmpty();
        assertThat(none.literals("user", "password")).isEmpty();
    }

    @Test
    void tlsFilesStandForTheirProperties() {
        assertThat(options("--cafile a --cert b --key c").literals("user", "password"))
                .containsEntry("campus.tls.cafile", "a")
                .containsEntry("campus.tls.cert", "b").containsEntry("campus.tls.key", "c");
    }

    @Test
    void userPasswordAndTopicStandInTheUrlOfAnyTransport() {
        ConnectionOptions options = options("-L wss://dst:secret@host/DST/PRUEBA");
        assertThat(options.topic()).contains("DST/PRUEBA");
        assertThat(options.literals("user", "password")).containsEntry("user", "dst")
                .containsEntry("password", "secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-L mqtt://a%40b:p%3A%2F%25@host/x  | a@b   | p:/%    | x",
        "-L mqtt://{{a}}:RAW(#b)?\\+@host     | {{a}} | RAW(#b)?\\+ |",
        "-L mqtt://u@host/salon/#           | u     |         | salon/#",
        "-L mqtt://u:@host/a?b/+/c%20d%23   | u     | ''      | a?b/+/c d#"})
    void aUrlIsLiteralTextButForThePercentSign(String arguments, String user, String password, String topic) {
        ConnectionOptions options = options(arguments);
        assertThat(options.topic()).isEqualTo(Optional.ofNullable(topic));
        Map<String, String> literals = options.literals("user", "password");
        assertThat(literals.get("user")).isEqualTo(user);
        assertThat(literals.get("password")).isEqualTo(password);
    }

    @Test
    void optionsWinOverTheUrl() {
        assertThat(options("-L mqtt://a:b@host -u c -P d -i e").literals("user", "password"))
                .containsEntry("user", "c").containsEntry("password", "d")
                .containsEntry("camel.component.paho-mqtt5.client-id", "e");
    }

    private static ConnectionOptions options(String arguments) {
        return CommandLine.populateCommand(new ConnectionOptions(), arguments.split(" "));
    }
}
