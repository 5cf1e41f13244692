package campus.app;

import campus.base.PrintableText;
import campus.base.SettingException;
import campus.base.Settings;
import campus.camel.CamelSettings;
import campus.link.camel.LinkPlugin;
import campus.link.tls.ContextSocketFactory;
import campus.link.tls.TlsFiles;
import campus.link.wire.Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.util.function.ThrowingRunnable;

/** Camel Main with the properties of this program and some of its routes, or none. */
public class CampusCamel extends Main implements AutoCloseable {

    /** The route classes of the package {@code campus}, by name: no other class of the program depends on them. */
    static final String ERRORS = "campus.ErrorHandling";
    static final String SENSORS = "campus.SensorRoutes";
    static final String VIEWS = "campus.ViewRoutes";
    public static final String BROKER_STATUS = "campus.BrokerStatusRoutes";
    static final String TEACHER = "campus.TeacherRoutes";
    static final String PAGE = "campus.PageRoutes";
    public static final String STUDENT = "campus.StudentRoutes";
    public static final String PUBLISH = "campus.PublishRoutes";
    public static final String SUBSCRIBE = "campus.SubscribeRoutes";

    final Map<String, String> literals;
    private List<Address> addresses = List.of();

    /**
     * @param properties those of {@link Configuration}
     * @param literals   as {@link CommandOptions} has them
     * @param routes     names of the route classes to run
     */
    CampusCamel(Properties properties, Map<String, String> literals, String... routes) {
        this.literals = literals;
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
                check(settings());
                prepare(settings());
                // Not before: the embedded broker may have a port of its own, and make the TLS files.
                connect(settings());
            }
        });
    }

    @Override
    protected void doInit() throws Exception {
        explain(super::doInit);
    }

    @Override
    protected void doStart() throws Exception {
        explain(super::doStart);
    }

    /** Takes a step, whose failure names the property behind it, if there is one. */
    public final void explain(ThrowingRunnable<Exception> step) throws Exception {
        try {
            step.run();
        } catch (Exception e) {
            Properties resolved = new Properties();
            overrideProperties.stringPropertyNames().forEach(key -> {
                String value = overrideProperties.getProperty(key);
                try {
                    resolved.setProperty(key, getCamelContext().resolvePropertyPlaceholders(value));
                } catch (RuntimeException unresolved) {
                    resolved.setProperty(key, value);
                }
            });
            throw new PropertyFailures(resolved, getCamelContext()).explain(e);
        }
    }

    /** Checks what every command needs, so that each says the same. */
    private void check(Settings settings) {
        for (String key : overrideProperties.stringPropertyNames()) {
            try {
                getCamelContext().resolvePropertyPlaceholders(overrideProperties.getProperty(key));
            } catch (IllegalArgumentException e) {
                throw new PlaceholderException(key, overrideProperties.getProperty(key),
                        String.valueOf(e.getMessage()));
            }
        }
        PropertyCheck.check(settings);
        addresses(settings);
        try {
            LinkPlugin.check(getCamelContext());
        } catch (IllegalArgumentException e) {
            throw new SettingException(PrintableText.of(e.getMessage()));
        }
    }

    /** The broker's addresses, without what the embedded broker may change in them. */
    private static List<Address> addresses(Settings settings) {
        // It is a part of the address: what the user wrote is shown, not what came of it.
        settings.integer("campus.broker.port", 0, 65_535);
        try {
            return Address.list(settings.text(CommandOptions.BROKER_URL));
        } catch (IllegalArgumentException e) {
            throw new SettingException(CommandOptions.BROKER_URL + " cannot be used: " + e.getMessage() + "; "
                    + Address.ACCEPTED);
        }
    }

    /** Gives every connection its address, and the TLS files of the properties, if there are any. */
    private void connect(Settings settings) {
        addresses = addresses(settings);
        addOverrideProperty(CommandOptions.BROKER_URL, address());
        TlsFiles.OF_PROPERTIES.context(settings::optional).ifPresent(context -> {
            bind("tls", new ContextSocketFactory(context));
            addOverrideProperty("camel.component.paho-mqtt5.socket-factory", "#tls");
        });
        getCamelContext().getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof PahoMqtt5Endpoint mqtt) {
                configure(mqtt.getConfiguration());
            }
            return endpoint;
        });
    }

    /** Completes the configuration of an endpoint: with the user in the broker's address if it has no other. */
    protected void configure(PahoMqtt5Configuration endpoint) {
        if (endpoint.getUserName() == null || endpoint.getUserName().isEmpty()) {
            first(Address::user).ifPresent(endpoint::setUserName);
            if (endpoint.getPassword() == null || endpoint.getPassword().isEmpty()) {
                first(Address::password).ifPresent(endpoint::setPassword);
            }
        }
    }

    /** The broker's addresses; none before the start. */
    final List<Address> addresses() {
        return addresses;
    }

    /** The broker's addresses, without a user; empty before the start. */
    final String address() {
        return addresses.stream().map(Address::toString).collect(Collectors.joining(","));
    }

    private Optional<String> first(Function<Address, Optional<String>> part) {
        return addresses.stream().flatMap(address -> part.apply(address).stream()).findFirst();
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

    /** The properties, with their placeholders resolved, and what options of a command say instead. */
    public final Settings settings() {
        return CamelSettings.of(getCamelContext()).with(literals);
    }
}
