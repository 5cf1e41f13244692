package campus.link.camel;

import campus.link.LinkState.Figures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelContext;

/**
 * The figures of a link as Micrometer's meters {@code campus.link.*}, in the MeterRegistry that camel-micrometer uses.
 * Their tags are {@code camelContext}, and {@code routeId}: the route that consumes, or {@code to TOPIC}.
 */
final class LinkMeters {

    private static final String PREFIX = "campus.link.";
    private static final Map<String, ToDoubleFunction<Figures>> GAUGES = Map.of(
            "connected", now -> now.connected() ? 1 : 0, "in.flight", Figures::inFlight, "waiting", Figures::waiting);
    private static final Map<String, ToDoubleFunction<Figures>> COUNTERS = Map.of("reconnects", Figures::reconnects,
            "refused", Figures::refused, "received", Figures::received, "acknowledged", Figures::acknowledged,
            "dropped", Figures::dropped);

    private LinkMeters() {
    }

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
