package campus.link.camel;

import campus.link.LinkSettings;
import campus.link.LinkState;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;

/** What an application sees of a consumer or producer: its health check, and its meters if it has Micrometer. */
final class LinkObservation implements AutoCloseable {

    private static final String METERS = "io.micrometer.core.instrument.MeterRegistry";

    private final CamelContext context;
    private final LinkHealthCheck health;
    private final Runnable removeMeters;

    private LinkObservation(CamelContext context, LinkHealthCheck health, Runnable removeMeters) {
        this.context = context;
        this.health = health;
        this.removeMeters = removeMeters;
    }

    /** Begins; nothing of Micrometer is loaded if the application has none. */
    static LinkObservation begin(CamelContext context, LinkSettings settings, Supplier<LinkState.Status> status,
            Supplier<LinkState.Figures> figures) {
        LinkHealthCheck check = new LinkHealthCheck(settings, status, figures);
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            check.setCamelContext(context);
            registry.register(check);
        }
        boolean measures = context.getClassResolver().resolveClass(METERS) != null;
        return new LinkObservation(context, check,
                measures ? LinkMeters.add(context, settings.name(), figures) : () -> { });
    }

    @Override
    public void close() {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            registry.unregister(health);
        }
        removeMeters.run();
    }
}
