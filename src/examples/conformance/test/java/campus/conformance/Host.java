package campus.conformance;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An application of {@code src/examples} that has {@code paho-mqtt5:} routes, and how Java starts it. */
enum Host {

    CAMEL_MAIN("camel-main", "application.jar", null, null),
    SPRING_BOOT("spring-boot", "application.jar", "server.port", "/actuator/health"),
    QUARKUS("quarkus", "quarkus-app/quarkus-run.jar", "quarkus.http.port", "/q/health/ready"),
    JBANG("jbang", "camel.jar", "camel.management.port", "/observe/health/ready") {

        /** The link is in this repository as after {@code mvn install}; the rest is downloaded into it. */
        @Override
        List<String> options() {
            return List.of("maven.repo.local=" + path("target/repository"));
        }

        @Override
        List<String> arguments() {
            return List.of("run", path("Routes.java"), path("application.properties"),
                    "--dep=mvn:campus:campus-link:1.0.0-SNAPSHOT", "--health", "--logging-color=false");
        }
    };

    private final String folder;
    private final String jar;
    private final String portOption;
    private final String healthPath;

    Host(String folder, String jar, String portOption, String healthPath) {
        this.folder = folder;
        this.jar = jar;
        this.portOption = portOption;
        this.healthPath = healthPath;
    }

    /** What Java is given: all options as system properties, the jar, its arguments. */
    List<String> command(List<String> options, int webPort) {
        List<String> all = new ArrayList<>(options);
        all.addAll(options());
        if (portOption != null) {
            all.add(portOption + "=" + webPort);
        }
        List<String> command = new ArrayList<>();
        all.forEach(option -> command.add("-D" + option));
        command.addAll(List.of("-jar", path("target/" + jar)));
        command.addAll(arguments());
        return command;
    }

    /** Options of its own. */
    List<String> options() {
        return List.of();
    }

    /** What follows its jar. */
    List<String> arguments() {
        return List.of();
    }

    /** Where it tells whether it is ready; empty if nowhere. */
    Optional<URI> health(int webPort) {
        return Optional.ofNullable(healthPath).map(path -> URI.create("http://127.0.0.1:" + webPort + path));
    }

    String path(String name) {
        return Path.of("src", "examples", folder, name).toAbsolutePath().toString();
    }

    @Override
    public String toString() {
        return folder;
    }
}
