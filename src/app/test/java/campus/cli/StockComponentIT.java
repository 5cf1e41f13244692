package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code campus.link.enabled=false}: the whole program on the component camel-paho-mqtt5 as it is. */
class StockComponentIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OFF = "campus.link.enabled=false";

    @TempDir
    private Path folder;

    @Test
    void everyShippedRouteStartsAReadingArrivesAndAStudentPasses() throws Exception {
        Map<String, String> options =
                Map.of("campus.link.enabled", "false", "campus.view.broker-status.enabled", "true");
        try (Running campus = Running.start(folder.resolve("data"), options)) {
            assertThat(campus.endpoints("paho-mqtt5")).isNotEmpty()
                    .allSatisfy(endpoint -> assertThat(endpoint).isExactlyInstanceOf(PahoMqtt5Endpoint.class));
            assertThat(campus.routes())
                    .containsOnlyKeys("sensors", "view-building", "view-temperature", "view-vibration",
                    "view-room", "view-broker-status", "sensors-clock", "teacher-issue", "teacher-verify",
                    "teacher-refused", "teacher-publish", "teacher-results", "teacher-mail", "teacher-mail-send",
                    "teacher-mail-failed");
            assertThat(campus.routes().values()).as("started routes").doesNotContain(false);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(campus.lines("readings")).anyMatch(line -> line.contains("\"sensor\":\"TEMP\""));
                assertThat(campus.lines("broker-status")).isNotEmpty();
            });

            CommandLine commands = new CommandLine();
            String port = "" + campus.port();
            assertThat(commands.execute("student", "-p", port, "-D", OFF, "--dni", "12345678", "--name", "Peter Lim",
                    "--email", "pelim@teleco.upv.es")).as(commands::err).isZero();
            assertThat(commands.out()).matches("delivered: \\d{5};Peter Lim;pelim@teleco\\.upv\\.es\\R");
            await().atMost(PATIENCE).until(() -> campus.lines("ok.txt").size() == 1);

            assertThat(commands.execute("pub", "-p", port, "-D", OFF, "-r", "-q", "1", "-t", "salon/luz", "-m", "ON"))
                    .isZero();
            assertThat(commands.execute("sub", "-p", port, "-D", OFF, "-C", "1", "-W", "20", "-t", "salon/luz"))
                    .isZero();
            assertThat(commands.out()).isEqualTo("ON\n");
            assertThat(commands.execute("status", "-p", port, "-D", OFF)).as(commands::err).isZero();
        }
    }
}
