package campus.link.camel;

import campus.link.LinkSettings;
import campus.link.LinkState;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Camel's health check of a consumer or producer: DOWN while its link is not connected or it is not subscribed, with
 * the time and the reason. It is of readiness: a broker that is away is no reason to start the application again.
 */
final class LinkHealthCheck extends AbstractHealthCheck {

    private final LinkSettings settings;
    private final Supplier<LinkState.Status> status;
    private final Supplier<LinkState.Figures> figures;

    LinkHealthCheck(LinkSettings settings, Supplier<LinkState.Status> status, Supplier<LinkState.Figures> figures) {
        super("link", "link:" + settings.name());
        this.settings = settings;
        this.status = status;
        this.figures = figures;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        LinkState.Status now = status.get();
        result.detail("broker", settings.address());
        result.detail("since", now.since().toString());
        LinkState.Figures counts = figures.get();
        result.detail("inFlight", counts.inFlight() + counts.waiting());
        result.detail("reconnects", counts.reconnects());
        if (now.up()) {
            result.up();
        } else {
            result.detail("reason", now.reason());
            result.message(now.reason());
            result.down();
        }
    }
}
