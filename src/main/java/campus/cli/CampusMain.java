package campus.cli;

import campus.base.Settings;
import java.util.Properties;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** Camel Main with this project's properties and some of its routes. */
class CampusMain extends Main implements AutoCloseable {

    /** The route classes, one per concern, in the package {@code campus}: this is their only list. */
    static final String ERRORS = "campus.ErrorHandling";
    static final String SENSORS = "campus.SensorRoutes";
    static final String MONITOR = "campus.MonitorRoutes";
    static final String TEACHER = "campus.TeacherRoutes";
    static final String STUDENT = "campus.StudentRoutes";
    static final String PUBLISH = "campus.PublishRoutes";
    static final String SUBSCRIBE = "campus.SubscribeRoutes";

    /**
     * @param properties all that count ({@link Configuration})
     * @param routes     names of the route classes to run
     */
    CampusMain(Properties properties, String... routes) {
        setAppName("Campus");
        setShutdownStrategy(new SimpleMainShutdownStrategy());
        setPropertyPlaceholderLocations("false");
        setOverrideProperties(properties);
        configure().withRoutesBuilderClasses(String.join(",", routes));
        addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport main) {
                // The environment is in the properties already, below -D; Camel would put it above everything.
                ((PropertiesComponent) getCamelContext().getPropertiesComponent())
                        .setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
                prepare(settings());
            }
        });
    }

    @Override
    protected void doInit() throws Exception {
        try {
            super.doInit();
        } catch (Exception e) {
            throw PropertyFailures.explain(e, overrideProperties);
        }
    }

    @Override
    protected void doStart() throws Exception {
        try {
            super.doStart();
        } catch (Exception e) {
            throw PropertyFailures.explain(e, overrideProperties);
        }
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
}
