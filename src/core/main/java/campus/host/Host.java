package campus.host;

import campus.base.ConfigFile;
import campus.base.Credentials;
import campus.base.Durations;
import campus.base.PackagedProperties;
import campus.base.PrivateFile;
import campus.base.SettingException;
import campus.base.Settings;
import campus.camel.CamelSettings;
import campus.classroom.teacher.TeacherDesk;
import campus.sink.LinesComponent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An application with {@code campus.routes}: it gets what our routes need, and then those that the property names,
 * before its own. If the property is empty, the application has our routes as files. Camel makes one for each context;
 * it does nothing if the properties do not ask for it.
 */
public final class Host extends LifecycleStrategySupport implements ContextServicePlugin {

    private static final Logger LOG = LoggerFactory.getLogger(Host.class);
    private static final List<String> ROUTES = List.of("sensors", "views", "teacher");
    /** By the names of the routes: their classes, which nothing here may depend on. */
    private static final Map<String, String> CLASSES = Map.of("sensors", "campus.SensorRoutes",
            "views", "campus.ViewRoutes", "teacher", "campus.TeacherRoutes");
    private static final String CLIENT_ID = "campus.client-id";
    private static final int CLIENT_ID_BYTES = 4;

    private CamelContext context;
    private Settings settings;
    private FileChannel lock;
    private TeacherDesk desk;

    /** @param application its context, whose properties may not be there yet */
    @Override
    public void load(CamelContext application) {
        context = application;
        context.getCamelContextExtension().addContextPlugin(Host.class, this);
        context.addLifecycleStrategy(this);
    }

    @Override
    public void onContextInitializing(CamelContext initializing) {
        if (context.getPropertiesComponent().resolveProperty("campus.routes").isEmpty()) {
            return;
        }
        prepare();
        try {
            List<String> names = names();
            if (!names.isEmpty()) {
                addRoutes("campus.ErrorHandling");
            }
            for (String name : ROUTES) {
                if (names.contains(name)) {
                    addRoutes(CLASSES.get(name));
                }
            }
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    /** @throws SettingException if there is no such route */
    private List<String> names() {
        List<String> names = settings.list("campus.routes");
        if (!ROUTES.containsAll(names)) {
            throw Settings.invalid("campus.routes", settings.text("campus.routes"),
                    String.join(", ", ROUTES) + ", or some of them with commas");
        }
        return names;
    }

    /** @throws SettingException if campus-routes is not on the class path */
    private void addRoutes(String name) throws Exception {
        Class<RoutesBuilder> routes = context.getClassResolver().resolveClass(name, RoutesBuilder.class);
        if (routes == null) {
            throw new SettingException("campus.routes=" + String.join(",", names()) + " cannot be used: " + name
                    + " is in campus-routes, which is not a dependency of this application");
        }
        RoutesBuilder builder = context.getInjector().newInstance(routes, false);
        if (builder instanceof RouteConfigurationsBuilder configurations) {
            context.addRoutesConfigurations(configurations);
        }
        context.addRoutes(builder);
    }

    private synchronized void prepare() {
        if (settings != null) {
            return;
        }
        settings = CamelSettings.of(context);
        HostProperties properties = new HostProperties(context, PackagedProperties.load());
        properties.addDefaults();
        // What is named runs: campus.sensors.enabled and so on are for the program that runs alone.
        names().forEach(name -> properties.override("campus." + name + ".enabled", "true"));
        Credentials credentials = new Credentials(settings);
        properties.complete(credentials, clientId(credentials));
        if (context.hasComponent("lines") == null) {
            // Some runtimes know the components only that were there when the application was built.
            context.addComponent("lines", new LinesComponent());
        }
    }

    /**
     * The prefix of the client identifiers: as the property has it, else the one that is kept in the data folder. Two
     * clients with the same one end each other's connections (MQTT 5 section 3.1.4-3), so a second application gets a
     * random one.
     */
    private String clientId(Credentials credentials) {
        if (settings.optional(CLIENT_ID).isPresent()) {
            return settings.text(CLIENT_ID);
        }
        Path file = settings.path("campus.data-dir").resolve("client-id.lock");
        try {
            lock = PrivateFile.tryLock(file).orElse(null);
        } catch (IOException e) {
            throw new SettingException(file + " cannot be written (" + ConfigFile.reason(e) + "): set campus.data-dir");
        }
        if (lock != null) {
            return credentials.valueOrNew(CLIENT_ID, "campus-", CLIENT_ID_BYTES);
        }
        String prefix = "campus-" + Credentials.random(CLIENT_ID_BYTES);
        LOG.warn("{} is in use by another application: {}={} for this run, and no session outlives it; give each a"
                + " campus.data-dir of its own", file, CLIENT_ID, prefix);
        return prefix;
    }

    /**
     * The teacher's desk of a context: the bean {@code teacherDesk}, if the program has opened one, else that of the
     * application. It is opened by the first call, as Camel Main and Camel JBang read routes before they initialize a
     * context.
     *
     * @throws SettingException if a property of the teacher cannot be used
     */
    public static TeacherDesk desk(CamelContext context) {
        TeacherDesk bean = context.getRegistry().lookupByNameAndType("teacherDesk", TeacherDesk.class);
        return bean != null ? bean : context.getCamelContextExtension().getContextPlugin(Host.class).desk();
    }

    private synchronized TeacherDesk desk() {
        prepare();
        try {
            desk = desk == null ? TeacherDesk.open(settings, Durations.CLOCK) : desk;
            return desk;
        } catch (NoClassDefFoundError e) {
            throw new SettingException("the teacher needs a database: " + e.getMessage() + " is missing; add HikariCP,"
                    + " flyway-core and the driver of campus.ledger.url as dependencies");
        }
    }

    @Override
    public synchronized void onContextStopped(CamelContext stopped) {
        if (desk != null) {
            desk.close();
        }
        IOHelper.close(lock);
    }
}
