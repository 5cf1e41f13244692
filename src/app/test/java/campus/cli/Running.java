package campus.cli;

import static org.awaitility.Awaitility.await;

import campus.app.RunCamel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;

/** The application as {@code run} starts it, in this JVM and with a data folder of its own. */
public final class Running implements AutoCloseable {

    public final Path data;
    private final RunCamel application;

    private Running(Path data, Map<String, String> options) {
        this.data = data;
        Map<String, String> all = new LinkedHashMap<>();
        all.put("campus.data-dir", data.toString());
        all.put("campus.broker.port", "0");
        all.put("campus.sensors.rate", "50");
        all.put("campus.page.enabled", "false");
        all.putAll(options);
        application = new RunCamel(all);
    }

    public static Running start(Path data, Map<String, String> options) throws Exception {
        Running running = new Running(data, options);
        try {
            running.application.start();
        } catch (Exception e) {
            running.close();
            throw e;
        }
        return running;
    }

    /** The port on which the embedded broker listens, or the one given. */
    public int port() {
        return Integer.parseInt(application.settings().text("campus.broker.port"));
    }

    /** The address of the page. */
    public String page() {
        return application.page().orElseThrow();
    }

    /** The value of a property. */
    public String setting(String key) {
        return application.settings().text(key);
    }

    /** Waits until every route from MQTT is subscribed: a message at QoS 0 is lost before that. */
    public Running awaitSubscribed() {
        HealthCheckRegistry registry = HealthCheckRegistry.get(application.getCamelContext());
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            List<HealthCheck> links = registry.stream().filter(check -> "link".equals(check.getGroup())).toList();
            return !links.isEmpty() && links.stream()
                    .allMatch(check -> check.call().getState() == HealthCheck.State.UP);
        });
        return this;
    }

    /** The endpoints of one component. */
    public List<Endpoint> endpoints(String scheme) {
        return application.getCamelContext().getEndpoints().stream()
                .filter(endpoint -> endpoint.getEndpointUri().startsWith(scheme + ":")).toList();
    }

    /** The routes by name, and whether they are started. */
    public Map<String, Boolean> routes() {
        Map<String, Boolean> routes = new LinkedHashMap<>();
        application.getCamelContext().getRoutes().forEach(route -> routes.put(route.getRouteId(),
                application.getCamelContext().getRouteController().getRouteStatus(route.getRouteId()).isStarted()));
        return routes;
    }

    /** The lines of all files of a folder or of one file in the data folder; none if there is no such file. */
    public List<String> lines(String name) {
        Path path = data.resolve(name);
        try (Stream<Path> files = Files.exists(path) ? Files.walk(path) : Stream.of()) {
            return files.filter(Files::isRegularFile).flatMap(Running::read).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
