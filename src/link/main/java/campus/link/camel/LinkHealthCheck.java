package campus.link.camel;

import campus.link.LinkSettings;
import campus.link.LinkState;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Camel's health check of a consumer or producer: DOWN while its link is not connected or it is not subscribed, with
 * the time and the reason.
 */
final class LinkHealthCheck extends AbstractHealthCheck {

    private final LinkSettings settings;
    private final Supplier<LinkState.Status> status;

    private LinkHealthCheck(LinkSettings settings, Supplier<LinkState.Status> status) {
        super("link", "link:" + settings.name());
        this.settings = settings;
        this.status = status;
    }

    static LinkHealthCheck register(CamelContext context, LinkSettings settings, Supplier<LinkState.Status> status) {
        LinkHealthCheck check = new LinkHealthCheck(settings, status);
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            check.setCamelContext(context);
            registry.register(check);
        }
        return check;
    }

    static void unregister(CamelContext context, LinkHealthCheck check) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            registry.unregister(check);
        }
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        LinkState.Status now = status.get();
        result.detail("broker", settings.address());
        result.detail("since", now.since().toString());
        if (now.up()) {
            result.up();
        } else {
            result.message(now.reason());
            result.down();
        }
    }
}
