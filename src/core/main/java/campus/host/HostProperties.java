package campus.host;

import campus.base.Credentials;
import campus.base.PackagedProperties;
import campus.base.Settings;
import campus.building.BuildingSettings;
import campus.camel.CamelSettings;
import campus.sink.View;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The properties of an application, with those of Campus behind them: a default counts where it is silent.
 *
 * @param context  of the application
 * @param packaged the defaults
 */
record HostProperties(CamelContext context, PackagedProperties packaged) {

    private static final Logger LOG = LoggerFactory.getLogger(HostProperties.class);
    private static final Predicate<String> OURS = key -> key.startsWith("campus.");
    private static final List<String> USERS = List.of("campus.building", "campus.teacher");
    /** The broker that is not there, and what the link itself knows the default of. */
    private static final List<String> OTHERS = List.of("campus.broker.", "campus.link.", "campus.tls.", "campus.page.");

    private PropertiesComponent component() {
        return context.getPropertiesComponent();
    }

    /** Puts the defaults behind everything else, and warns of names that do not exist. */
    void addDefaults() {
        Set<String> own = new HashSet<>(component().loadProperties(OURS).stringPropertyNames());
        // What Camel cannot list, and of Spring asks for last, stands here instead of a default.
        unlisted().forEach((key, value) -> {
            if (own.add(key)) {
                component().addInitialProperty(key, value);
            }
        });
        own.forEach(key -> packaged.unknown(key).ifPresent(LOG::warn));
        // An application that has a view of its own does not get those of the file.
        boolean views = own.stream().noneMatch(key -> key.startsWith(View.PREFIX));
        packaged.values().forEach((key, value) -> {
            boolean ours = OURS.test(key) && OTHERS.stream().noneMatch(key::startsWith) && !isUser(key);
            if (ours && !own.contains(key) && (views || !key.startsWith(View.PREFIX))) {
                component().addInitialProperty(key, value);
            }
        });
    }

    /** Properties of the JVM, and of the environment of Spring. */
    private Map<String, String> unlisted() {
        Map<String, String> values = new LinkedHashMap<>();
        System.getProperties().stringPropertyNames().stream().filter(OURS)
                .forEach(key -> values.put(key, System.getProperty(key)));
        Object environment = context.getRegistry().lookupByName("environment");
        if (environment != null && context.getClassResolver().resolveClass(SpringProperties.TYPE) != null) {
            values.putAll(SpringProperties.of(environment, packaged.values().keySet()));
        }
        return values;
    }

    private static boolean isUser(String key) {
        return USERS.stream().anyMatch(user -> key.equals(user + ".username") || key.equals(user + ".password"));
    }

    /** Gives a property a value that wins over all others. */
    void override(String key, String value) {
        component().addOverrideProperty(key, value);
    }

    /**
     * Completes what is different in each installation. A user who has neither name nor password in the properties is
     * that of the component {@code paho-mqtt5}, which an endpoint with an empty name uses.
     */
    void complete(Credentials credentials, String clientId) {
        override("campus.client-id", clientId);
        Settings settings = CamelSettings.of(context);
        for (String user : USERS) {
            Optional<String> name = settings.optional(user + ".username");
            boolean given = name.isPresent() || settings.optional(user + ".password").isPresent();
            override(user + ".username", given ? name.orElse(packaged.values().get(user + ".username")) : "");
            override(user + ".password", given ? credentials.value(user + ".password").orElse("") : "");
        }
        BuildingSettings.all(settings).forEach(building -> component().addInitialProperty(
                "campus.link.birth-payload." + building.building() + "/estado", "online"));
    }
}
