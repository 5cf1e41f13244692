package campus.app;

import campus.base.Settings;
import campus.camel.CamelSettings;
import campus.link.tls.ContextSocketFactory;
import campus.link.tls.TlsFiles;
import java.util.Properties;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** Camel Main with the properties of this program and some of its routes, or none. */
public class CampusCamel extends Main implements AutoCloseable {

    /** The route classes of the package {@code campus}, by name: nothing else in the program depends on them. */
    static final String ERRORS = "campus.ErrorHandling";
    static final String SENSORS = "campus.SensorRoutes";
    static final String VIEWS = "campus.ViewRoutes";
    public static final String BROKER_STATUS = "campus.BrokerStatusRoutes";
    static final String TEACHER = "campus.TeacherRoutes";
    public static final String STUDENT = "campus.StudentRoutes";
    public static final String PUBLISH = "campus.PublishRoutes";
    public static final String SUBSCRIBE = "campus.SubscribeRoutes";

    private static final TlsFiles TLS = new TlsFiles("campus.tls.cafile", "campus.tls.cert", "campus.tls.key",
            "campus.tls.key-password");

    /**
     * @param properties those of {@link Configuration}
     * @param routes     names of the route classes to run
     */
    CampusCamel(Properties properties, String... routes) {
        setAppName("Campus");
        setShutdownStrategy(new SimpleMainShutdownStrategy());
        setPropertyPlaceholderLocations("false");
        setOverrideProperties(properties);
        if (routes.length > 0) {
            configure().withRoutesBuilderClasses(String.join(",", routes));
        }
        addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport main) {
                // The environment is in the properties already, below -D; Camel would put it above everything.
                ((PropertiesComponent) getCamelContext().getPropertiesComponent())
                        .setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
                requireBrokerUrl(settings());
                prepare(settings());
                // Not before: the embedded broker may make these files.
                secure(settings());
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

    private static void requireBrokerUrl(Settings settings) {
        String key = "camel.component.paho-mqtt5.broker-url";
        String url = settings.text(key);
        if (!url.matches("(tcp|mqtt|ssl|mqtts|ws|wss)://[^/\\s]+(/\\S*)?")) {
            throw Settings.invalid(key, url, "tcp://host:port, ssl://host:port, ws://host:port or wss://host:port");
        }
    }

    /** Gives every connection the TLS files of the properties, if there are any. */
    private void secure(Settings settings) {
        TLS.context(settings::optional).ifPresent(context -> {
            bind("tls", new ContextSocketFactory(context));
            addOverrideProperty("camel.component.paho-mqtt5.socket-factory", "#tls");
        });
    }

    /** Is called when the properties can be read and nothing has been started yet. */
    protected void prepare(Settings settings) {
        // most commands have nothing to prepare
    }

    /** Stops the routes, and everything that was started with them. */
    @Override
    public void close() {
        stop();
    }

    /** The properties, with their placeholders resolved. */
    public final Settings settings() {
        return CamelSettings.of(getCamelContext());
    }
}
