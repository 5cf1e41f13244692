package campus.conformance;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An application of {@code src/examples} that has campus-routes, and whose building is named after it. */
enum RoutesHost {

    CAMEL_MAIN("EDIFICIO_MAIN", null, null) {

        /** The example that has the link; this test adds the routes to its class path, and says which run. */
        @Override
        List<String> command() {
            String routes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> !Path.of(entry).getFileName().toString().matches(".*(test|junit|log4j|slf4j).*"))
                    .collect(Collectors.joining(File.pathSeparator));
            return List.of("-Dcampus.routes=sensors,views", "-Dcampus.sensors.building=" + building(),
                    "-Dcampus.sensors.rate=5", "-Dcampus.view.south.filter={{campus.sensors.building}}/+/S/#",
                    "-Dcampus.view.south.to=log:south", "-Dcampus.view.south.to.2=lines:{{campus.data-dir}}/south",
                    "-cp", jar("camel-main/target/application.jar") + File.pathSeparator + routes,
                    "example.Application");
        }
    },
    SPRING_BOOT("EDIFICIO_BOOT", "server.port", "/actuator/health") {

        @Override
        List<String> command() {
            return List.of("-jar", jar("spring-boot-routes/target/application.jar"));
        }
    },
    /** Built by {@code -Psoak} only. */
    QUARKUS("EDIFICIO_QUARKUS", "quarkus.http.port", "/q/health/ready") {

        @Override
        List<String> command() {
            return List.of("-jar", jar("quarkus-routes/target/quarkus-app/quarkus-run.jar"));
        }
    };

    private final String building;
    private final String portOption;
    private final String healthPath;

    RoutesHost(String building, String portOption, String healthPath) {
        this.building = building;
        this.portOption = portOption;
        this.healthPath = healthPath;
    }

    /** What follows the options of Java. */
    abstract List<String> command();

    /** What Java is given. */
    List<String> command(String brokerUrl, int webPort, String... options) {
        List<String> command = new ArrayList<>(List.of("-Dcamel.component.paho-mqtt5.broker-url=" + brokerUrl));
        if (portOption != null) {
            command.add("-D" + portOption + "=" + webPort);
        }
        command.addAll(List.of(options));
        command.addAll(command());
        return command;
    }

    /** Where it tells whether it is ready; empty if nowhere. */
    Optional<URI> health(int webPort) {
        return Optional.ofNullable(healthPath).map(path -> URI.create("http://127.0.0.1:" + webPort + path));
    }

    /** The first level of its topics. */
    String building() {
        return building;
    }

    private static String jar(String name) {
        return Path.of("src", "examples", name).toAbsolutePath().toString();
    }
}
