package campus.link;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Camel's health check of a link: DOWN while it is not connected or not subscribed, with the time and the reason. */
final class LinkHealthCheck extends AbstractHealthCheck {

    private final Link link;

    private LinkHealthCheck(Link link) {
        super("link", "link:" + link.settings().name());
        this.link = link;
    }

    static LinkHealthCheck register(CamelContext context, Link link) {
        LinkHealthCheck check = new LinkHealthCheck(link);
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
        Link.Status status = link.status();
        result.detail("broker", link.settings().address());
        result.detail("since", status.since().toString());
        if (status.up()) {
            result.up();
        } else {
            result.message(status.reason());
            result.down();
        }
    }
}
