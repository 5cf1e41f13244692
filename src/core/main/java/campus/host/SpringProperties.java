package campus.host;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

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
            Stream<String> listed = spring.getPropertySources().stream()
                    .filter(EnumerablePropertySource.class::isInstance).map(EnumerablePropertySource.class::cast)
                    .flatMap(source -> Stream.of(source.getPropertyNames()));
            Stream.concat(listed, known.stream())
                    .filter(name -> name.startsWith("campus.") && spring.containsProperty(name))
                    .forEach(name -> values.putIfAbsent(name, spring.getProperty(name)));
        }
        return values;
    }
}
