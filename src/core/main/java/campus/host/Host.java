package campus.host;

import campus.base.Credentials;
import campus.base.Durations;
import campus.base.PackagedProperties;
import campus.base.SettingException;
import campus.base.Settings;
import campus.camel.CamelSettings;
import campus.classroom.teacher.TeacherDesk;
import campus.sink.LinesComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * An application with {@code campus.routes}: it gets what our routes need, and then those that the property names,
 * before its own. If the property is empty, the application has our routes as files. Camel makes one for each context;
 * it does nothing if the properties do not ask for it.
 */
public final class Host extends LifecycleStrategySupport implements ContextServicePlugin {

    private CamelContext context;
    private Settings settings;
    private ClientIds clientIds;
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
            HostRoutes.of(settings).addTo(context);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    private synchronized void prepare() {
        if (settings != null) {
            return;
        }
        settings = CamelSettings.of(context);
        HostProperties properties = new HostProperties(context, PackagedProperties.load());
        properties.addDefaults();
        HostRoutes.of(settings).enable(properties);
        clientIds = new ClientIds(settings);
        properties.complete(new Credentials(settings), clientIds);
        if (context.hasComponent("lines") == null) {
            // Some runtimes know the components only that were there when the application was built.
            context.addComponent("lines", new LinesComponent());
        }
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
        if (clientIds != null) {
            clientIds.close();
        }
    }
}
