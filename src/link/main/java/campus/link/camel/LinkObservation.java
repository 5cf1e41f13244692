package campus.link.camel;

import campus.link.LinkSettings;
import campus.link.LinkState;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * What an application sees of a consumer or producer: its meters if it has Micrometer, and its health check: DOWN while
 * its link is not connected or it is not subscribed, with the time and the reason. The check is of readiness: a broker
 * that is away is no reason to start the application again.
 */
final class LinkObservation extends AbstractHealthCheck implements AutoCloseable {

    private static final String METERS = "io.micrometer.core.instrument.MeterRegistry";

    private final LinkSettings settings;
    private final Supplier<LinkState.Status> status;
    private final Supplier<LinkState.Figures> figures;
    private final Runnable removeMeters;
    private final Optional<HealthCheckRegistry> registry;

    /** Begins; nothing of Micrometer is loaded if the application has none. */
    LinkObservation(CamelContext context, LinkSettings settings, Supplier<LinkState.Status> status,
            Supplier<LinkState.Figures> figures) {
        super("link", "link:" + settings.name());
        this.settings = settings;
        this.status = status;
        this.figures = figures;
        setCamelContext(context);
        boolean measures = context.getClassResolver().resolveClass(METERS) != null;
        removeMeters = measures ? LinkMeters.add(context, settings.name(), figures) : () -> { };
        registry = Optional.ofNullable(HealthCheckRegistry.get(context));
        registry.ifPresent(health -> health.register(this));
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        LinkState.Status now = status.get();
        LinkState.Figures counts = figures.get();
        result.detail("broker", settings.address()).detail("since", now.since().toString())
                .detail("inFlight", counts.inFlight() + counts.waiting()).detail("reconnects", counts.reconnects());
        if (now.up()) {
            result.up();
        } else {
            result.detail("reason", now.reason()).message(now.reason()).down();
        }
    }

    @Override
    public void close() {
        registry.ifPresent(health -> health.unregister(this));
        removeMeters.run();
    }
}
