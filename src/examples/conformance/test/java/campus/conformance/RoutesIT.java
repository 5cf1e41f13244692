package campus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import campus.testkit.Program;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Applications of others that have campus-routes as a dependency, and say in their own way which of the routes they
 * want, and how: each starts without a broker, publishes, and stays what it was.
 */
class RoutesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder;
    private final int webPort = Ports.free();
    private Mosquitto broker;
    private Process process;

    @BeforeEach
    void prepareBroker() throws Exception {
        broker = Mosquitto.start(folder, "allow_anonymous true");
        broker.kill();
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
        broker.close();
    }

    private void start(RoutesHost host, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(host.command(broker.url(), webPort, options));
        process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile()).start();
    }

    private List<String> log() {
        try {
            return Files.readAllLines(folder.resolve("log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitLog(String regex) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(log()).anyMatch(line -> line.matches(regex)));
    }

    /** Its status and its text; 0 if the host has none. */
    private Map.Entry<Integer, String> health(RoutesHost host) {
        return host.health(webPort).map(uri -> {
            try {
                HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(),
                        HttpResponse.BodyHandlers.ofString());
                return Map.entry(answer.statusCode(), answer.body());
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }).orElse(Map.entry(0, ""));
    }

    private Program subscribe(String topic) {
        return Program.mosquitto("mosquitto_sub", "-p", broker.port(), "-v", "-t", topic);
    }

    @ParameterizedTest
    @EnumSource(names = "QUARKUS", mode = EnumSource.Mode.EXCLUDE)
    void theRoutesRunInsideAnApplication(RoutesHost host) throws Exception {
        start(host);
        awaitLog(".*(of the application|not of MQTT)");
        assertThat(health(host).getKey()).isIn(0, 503);
        if (host.health(webPort).isPresent()) {
            assertThat(health(host).getValue()).contains("link:view-south", "no server listens there");
        }
        broker.restart();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(health(host).getKey()).isIn(0, 200));
        try (Program building = subscribe(host.building() + "/#")) {
            building.line(host.building() + "/P_\\d/[NSEO]/\\d/(TEMP|HUM|LUX|VIBR) \\{.*", 2);
            building.line(host.building() + "/estado online", 1);
        }
        // Its own view, and none of ours; both of its sinks.
        awaitLog(".*south.*Exchange.*");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(folder.resolve("data/south")).isNotEmptyDirectory());
        assertThat(folder.resolve("data/readings")).doesNotExist();
        if (host == RoutesHost.SPRING_BOOT) {
            requireTeacher();
        }
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ends").isTrue();
        assertThat(log()).noneMatch(line -> line.contains("SLF4J") || line.contains("configure a DataSource"));
        if (host != RoutesHost.CAMEL_MAIN) {
            // The pattern of its own configuration, below the banner of Spring Boot.
            assertThat(log().stream().dropWhile(line -> !line.startsWith("APP "))).isNotEmpty().as("its own log")
                    .allMatch(line -> line.startsWith("APP "));
        }
    }

    @Tag("soak")
    @Test
    void theRoutesRunInsideAnApplicationOnQuarkus() throws Exception {
        theRoutesRunInsideAnApplication(RoutesHost.QUARKUS);
    }

    private void requireTeacher() {
        try (Program codes = subscribe("DST/CODIGO")) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                Program.mosquitto("mosquitto_pub", "-p", broker.port(), "-q", 1, "-t", "DST/PETICION", "-m", "12345678")
                        .exitCode();
                assertThat(codes.lines()).anyMatch(line -> line.matches("DST/CODIGO \\d{5}"));
            });
        }
    }

    @Test
    void anErrorOfAPropertyIsToldAsSpringBootTells() throws Exception {
        start(RoutesHost.SPRING_BOOT, "-Dcampus.sensors.floors=0");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log()).contains("APPLICATION FAILED TO START",
                "campus.sensors.floors=0 cannot be used: accepted is a whole number from 1 to 999")
                .noneMatch(line -> line.startsWith("\tat "));
    }
}
