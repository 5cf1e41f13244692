package campus.host;

import campus.base.SettingException;
import campus.base.Settings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;

/**
 * The routes that {@code campus.routes} names, with commas.
 *
 * @param names of {@code sensors}, {@code views} and {@code teacher}
 */
record HostRoutes(Set<String> names) {

    private static final String ERRORS = "campus.ErrorHandling";
    private static final Map<String, String> CLASSES = new LinkedHashMap<>();

    static {
        CLASSES.put("sensors", "campus.SensorRoutes");
        CLASSES.put("views", "campus.ViewRoutes");
        CLASSES.put("teacher", "campus.TeacherRoutes");
    }

    /** @throws SettingException if there is no such route */
    static HostRoutes of(Settings settings) {
        String value = settings.optional("campus.routes").orElse("");
        Set<String> names = new LinkedHashSet<>(Stream.of(value.split(",")).map(String::strip)
                .filter(name -> !name.isEmpty()).toList());
        if (!CLASSES.keySet().containsAll(names)) {
            throw Settings.invalid("campus.routes", value, String.join(", ", CLASSES.keySet())
                    + ", or some of them with commas");
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
        return Stream.concat(Stream.of(ERRORS), CLASSES.entrySet().stream()
                .filter(each -> names.contains(each.getKey())).map(Map.Entry::getValue)).toList();
    }
}
