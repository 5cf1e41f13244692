package campus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.Mosquitto;
import campus.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Camel JBang with the routes and the properties of this repository as they are: somebody edits a route, without Maven,
 * and it runs as edited. The passwords are those that an embedded broker has left in the data folder.
 */
@Tag("soak")
class JbangRoutesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> DEPENDENCIES = List.of("campus:campus-core:1.0.0-SNAPSHOT",
            "campus:campus-link:1.0.0-SNAPSHOT", "com.zaxxer:HikariCP:7.1.0", "org.flywaydb:flyway-core:13.12.2",
            "org.xerial:sqlite-jdbc:3.54.1.0");

    @TempDir
    private Path folder;
    private Process process;

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void start(Mosquitto broker) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmaven.repo.local=" + Host.JBANG.path("target/repository"),
                "-jar", Host.JBANG.path("target/camel.jar"),
                "run", "--dev", "--logging-color=false", "--dep=mvn:" + String.join(",mvn:", DEPENDENCIES),
                "--property=camel.component.paho-mqtt5.broker-url=" + broker.url(), "application.properties"));
        try (Stream<Path> routes = Files.list(Path.of("routes", "campus"))) {
            for (Path file : routes.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
                command.add(file.getFileName().toString());
            }
        }
        Files.copy(Path.of("application.properties"), folder.resolve("application.properties"));
        process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile()).start();
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void edit(String before, String after) throws IOException {
        String routes = read("SensorRoutes.java");
        assertThat(routes).contains(before);
        Files.writeString(folder.resolve("SensorRoutes.java"), routes.replace(before, after));
    }

    private void awaitReadings() {
        long before = readings();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(readings()).as(read("log")).isGreaterThan(before));
    }

    private long readings() {
        try (Stream<Path> files = Files.exists(folder.resolve("data/readings"))
                ? Files.list(folder.resolve("data/readings")) : Stream.empty()) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitLog(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(read("log")).contains(text));
    }

    @Test
    void anEditedRouteRunsAsItIsSaved() throws Exception {
        Path passwords = Files.createFile(folder.resolve("passwords"));
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("data/credentials.properties"),
                "campus.building.password=of-the-building\ncampus.teacher.password=of-the-teacher\n");
        Program.mosquitto("mosquitto_passwd", "-b", passwords, "edificio", "of-the-building").exitCode();
        Program.mosquitto("mosquitto_passwd", "-b", passwords, "profesor", "of-the-teacher").exitCode();
        try (Mosquitto broker = Mosquitto.start(folder, "password_file " + passwords, "allow_anonymous true")) {
            start(broker);
            awaitReadings();
            assertThat(read("data/credentials.properties")).contains("campus.client-id=campus-");

            edit(".bean(fleet, \"due\")", ".log(\"as edited\").bean(fleet, \"due\")");
            awaitLog("as edited");
            awaitReadings();
            edit("public void configure", "public void broken configure");
            awaitLog("Error reloading routes from file");
            edit("public void broken configure", "public void configure");
            awaitReadings();
            assertThat(read("log")).doesNotContain("not authorized");

            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("ends").isTrue();
        }
    }
}
