package campus.cli;

import campus.base.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Camel Main with this project's properties. What counts, first wins: {@code -D}, environment variable,
 * {@code application.properties} in the working directory, the copy of it in the jar.
 */
class CampusMain extends Main implements AutoCloseable {

    /** The route classes, one per concern, in the package {@code campus}: this is their only list. */
    static final String ERRORS = "campus.ErrorHandling";
    static final String SENSORS = "campus.SensorRoutes";
    static final String MONITOR = "campus.MonitorRoutes";
    static final String TEACHER = "campus.TeacherRoutes";
    static final String STUDENT = "campus.StudentRoutes";
    static final String PUBLISH = "campus.PublishRoutes";
    static final String SUBSCRIBE = "campus.SubscribeRoutes";

    private static final Path FILE = Path.of("application.properties");

    private final Map<String, String> options;
    private final Properties packaged = packaged();

    /**
     * @param options properties that win over everything else
     * @param routes  names of the route classes to run
     */
    CampusMain(Map<String, String> options, String... routes) {
        this.options = options;
        setAppName("Campus");
        setShutdownStrategy(new SimpleMainShutdownStrategy());
        setDefaultPropertyPlaceholderLocation("file:" + FILE + ";optional=true");
        setInitialProperties(fallBack());
        addOverrideProperty("camel.main.name", "campus");
        configure().withRoutesBuilderClasses(String.join(",", routes));
        addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport main) {
                applyPrecedence();
                prepare(settings());
            }
        });
    }

    /** Called when the properties can be read and nothing has been started yet. */
    void prepare(Settings settings) {
        // most commands have nothing to prepare
    }

    /** Stops the routes, and what was started with them. */
    @Override
    public void close() {
        stop();
    }

    final Settings settings() {
        return new Settings(getCamelContext().getPropertiesComponent()::resolveProperty);
    }

    /** Camel lets an environment variable win over everything; here it must lose against {@code -D}. */
    private void applyPrecedence() {
        PropertiesComponent properties = (PropertiesComponent) getCamelContext().getPropertiesComponent();
        Properties given = properties.loadProperties();
        given.putAll(options);
        PropertyNames.requireKnown(given.stringPropertyNames(), packaged.stringPropertyNames());
        for (String key : given.stringPropertyNames()) {
            String value = System.getenv(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
            if (value != null) {
                addOverrideProperty(key, value);
            }
        }
        options.forEach(this::addOverrideProperty);
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
    }

    /** The packaged views count only without a file: a view that somebody deleted there must not come back. */
    private Properties fallBack() {
        Properties properties = new Properties();
        packaged.forEach((key, value) -> {
            if (Files.notExists(FILE) || !key.toString().startsWith("camel.route-template[")) {
                properties.put(key, value);
            }
        });
        return properties;
    }

    private static Properties packaged() {
        Properties properties = new Properties();
        try (InputStream in = CampusMain.class.getResourceAsStream("/application.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("application.properties is missing in the jar", e);
        }
        return properties;
    }
}
