package campus.link.camel;

import campus.link.LinkSettings;
import campus.link.LinkState;
import campus.link.LinkState.Figures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
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
    private final Supplier<Figures> figures;
    private final Runnable removeMeters;
    private final Optional<HealthCheckRegistry> registry;

    /** Begins; {@link Meters} is not loaded if the application has no Micrometer. */
    LinkObservation(CamelContext context, LinkSettings settings, Supplier<LinkState.Status> status,
            Supplier<Figures> figures) {
        super("link", "link:" + settings.name());
        this.settings = settings;
        this.status = status;
        this.figures = figures;
        setCamelContext(context);
        boolean measures = context.getClassResolver().resolveClass(METERS) != null;
        removeMeters = measures ? Meters.add(context, settings.name(), figures) : () -> { };
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
        Figures counts = figures.get();
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

    /**
     * The figures of a link as Micrometer's meters {@code campus.link.*}, in the MeterRegistry that camel-micrometer
     * uses. Their tags are {@code camelContext}, and {@code routeId}: the route that consumes, or {@code to TOPIC}.
     */
    private static final class Meters {

        private static final String PREFIX = "campus.link.";
        private static final Map<String, ToDoubleFunction<Figures>> GAUGES = Map.of("connected",
                now -> now.connected() ? 1 : 0, "in.flight", Figures::inFlight, "waiting", Figures::waiting);
        private static final Map<String, ToDoubleFunction<Figures>> COUNTERS = Map.of("reconnects", Figures::reconnects,
                "refused", Figures::refused, "received", Figures::received, "acknowledged", Figures::acknowledged,
                "dropped", Figures::dropped);

        /**
         * Adds them, if there is a MeterRegistry; returns what removes them.
         *
         * @param figures kept by the caller until then, as the counters only refer to it weakly
         */
        static Runnable add(CamelContext context, String name, Supplier<Figures> figures) {
            MeterRegistry own = context.getRegistry().lookupByNameAndType("metricsRegistry", MeterRegistry.class);
            MeterRegistry registry = own == null ? context.getRegistry().findSingleByType(MeterRegistry.class) : own;
            if (registry == null) {
                return () -> { };
            }
            Tags tags = Tags.of("camelContext", context.getName(), "routeId", name);
            List<Meter> meters = new ArrayList<>();
            GAUGES.forEach((meter, value) -> meters.add(Gauge.builder(PREFIX + meter, figures,
                    all -> value.applyAsDouble(all.get())).tags(tags).strongReference(true).register(registry)));
            COUNTERS.forEach((meter, value) -> meters.add(FunctionCounter.builder(PREFIX + meter, figures,
                    all -> value.applyAsDouble(all.get())).tags(tags).register(registry)));
            return () -> meters.forEach(registry::remove);
        }
    }
}
