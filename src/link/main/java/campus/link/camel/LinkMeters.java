package campus.link.camel;

import campus.link.LinkState.Figures;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelContext;

/**
 * The figures of a link as Micrometer's meters {@code campus.link.*}, in the MeterRegistry that camel-micrometer uses.
 * Their tags are {@code camelContext}, and {@code routeId}: the route that consumes, or {@code to TOPIC}.
 */
final class LinkMeters {

    private static final String PREFIX = "campus.link.";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Supplier<Figures> figures;
    private final List<Meter> meters = new ArrayList<>();

    private LinkMeters(MeterRegistry registry, Tags tags, Supplier<Figures> figures) {
        this.registry = registry;
        this.tags = tags;
        this.figures = figures;
    }

    /** Adds them, if there is a MeterRegistry; returns what removes them. */
    static Runnable add(CamelContext context, String name, Supplier<Figures> figures) {
        MeterRegistry registry = context.getRegistry().lookupByNameAndType("metricsRegistry", MeterRegistry.class);
        registry = registry == null ? context.getRegistry().findSingleByType(MeterRegistry.class) : registry;
        if (registry == null) {
            return () -> { };
        }
        LinkMeters added = new LinkMeters(registry, Tags.of("camelContext", context.getName(), "routeId", name),
                figures);
        added.addAll();
        return added::remove;
    }

    private void addAll() {
        gauge("connected", now -> now.connected() ? 1 : 0);
        gauge("in.flight", Figures::inFlight);
        gauge("waiting", Figures::waiting);
        counter("reconnects", Figures::reconnects);
        counter("refused", Figures::refused);
        counter("received", Figures::received);
        counter("acknowledged", Figures::acknowledged);
        counter("dropped", Figures::dropped);
    }

    private void gauge(String name, ToDoubleFunction<Figures> value) {
        meters.add(Gauge.builder(PREFIX + name, figures, all -> value.applyAsDouble(all.get())).tags(tags)
                .strongReference(true).register(registry));
    }

    private void counter(String name, ToDoubleFunction<Figures> value) {
        meters.add(FunctionCounter.builder(PREFIX + name, figures, all -> value.applyAsDouble(all.get())).tags(tags)
                .register(registry));
    }

    private void remove() {
        meters.forEach(registry::remove);
    }
}
