package campus.host;

import campus.base.SettingException;
import campus.base.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;

/**
 * The routes that {@code campus.routes} names, with commas.
 *
 * @param names of {@code sensors}, {@code views} and {@code teacher}
 */
record HostRoutes(List<String> names) {

    private static final String ERRORS = "campus.ErrorHandling";
    private static final List<String> ALL = List.of("sensors", "views", "teacher");
    private static final Map<String, String> CLASSES = Map.of("sensors", "campus.SensorRoutes",
            "views", "campus.ViewRoutes", "teacher", "campus.TeacherRoutes");

    /** @throws SettingException if there is no such route */
    static HostRoutes of(Settings settings) {
        List<String> names = settings.list("campus.routes");
        if (!ALL.containsAll(names)) {
            throw Settings.invalid("campus.routes", settings.text("campus.routes"),
                    String.join(", ", ALL) + ", or some of them with commas");
        }
        return new HostRoutes(names);
    }

    /** What is named runs: {@code campus.sensors.enabled} and so on are for the program that runs alone. */
    void enable(HostProperties properties) {
        names.forEach(name -> properties.override("campus." + name + ".enabled", "true"));
    }

    /**
     * Adds them, and how they handle errors.
     *
     * @throws SettingException if campus-routes is not on the class path
     */
    void addTo(CamelContext context) throws Exception {
        for (String name : names.isEmpty() ? List.<String>of() : withErrors()) {
            Class<RoutesBuilder> routes = context.getClassResolver().resolveClass(name, RoutesBuilder.class);
            if (routes == null) {
                throw new SettingException("campus.routes=" + String.join(",", names) + " cannot be used: " + name
                        + " is in campus-routes, which is not a dependency of this application");
            }
            RoutesBuilder builder = context.getInjector().newInstance(routes, false);
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                context.addRoutesConfigurations(configurations);
            }
            context.addRoutes(builder);
        }
    }

    private List<String> withErrors() {
        return Stream.concat(Stream.of(ERRORS), ALL.stream().filter(names::contains).map(CLASSES::get)).toList();
    }
}
