package campus.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** What an application of Spring says: Camel asks its environment for a value, but cannot list the names. */
final class SpringProperties {

    static final String TYPE = "org.springframework.core.env.ConfigurableEnvironment";

    private SpringProperties() {
    }

    /**
     * The properties that begin with {@code campus.}, by name.
     *
     * @param environment the bean of that name, of any type
     * @param known       names that may be written otherwise, as Spring Boot allows
     */
    static Map<String, String> of(Object environment, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        if (environment instanceof ConfigurableEnvironment spring) {
            for (PropertySource<?> source : spring.getPropertySources()) {
                if (source instanceof EnumerablePropertySource<?> names) {
                    for (String name : names.getPropertyNames()) {
                        put(spring, name, values);
                    }
                }
            }
            known.forEach(name -> put(spring, name, values));
        }
        return values;
    }

    private static void put(ConfigurableEnvironment spring, String name, Map<String, String> values) {
        if (name.startsWith("campus.") && spring.containsProperty(name)) {
            values.putIfAbsent(name, spring.getProperty(name));
        }
    }
}
