package campus.camel;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the clock of the computer was set back. The timers of {@code timer:} endpoints follow that clock, and
 * would be silent until it has the old time again, so they start anew.
 */
public final class ClockWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    /** What a correction of a clock that runs on does not reach between two looks. */
    private static final Duration STEP = Duration.ofMillis(500);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Collection<String> routeIds;
    private long lastMillis;
    private long lastNanos;

    /**
     * A watch.
     *
     * @param clock    the clock of the computer
     * @param nanoTime a time that nobody sets, as {@link System#nanoTime}
     * @param routeIds the routes whose timers start anew; in a host, those of other routes are not ours
     */
    public ClockWatch(Clock clock, LongSupplier nanoTime, Collection<String> routeIds) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.routeIds = routeIds;
        this.lastMillis = clock.millis();
        this.lastNanos = nanoTime.getAsLong();
    }

    /** Starts the timers of the routes anew if the clock was set back since the last call. */
    public void restartTimers(CamelContext camel) throws Exception {
        long millis = clock.millis();
        long nanos = nanoTime.getAsLong();
        long back = TimeUnit.NANOSECONDS.toMillis(nanos - lastNanos) - (millis - lastMillis);
        lastMillis = millis;
        lastNanos = nanos;
        if (back > STEP.toMillis()) {
            LOG.warn("the clock was set back by {} s: the timers start anew", TimeUnit.MILLISECONDS.toSeconds(back));
            for (String id : routeIds) {
                Route route = camel.getRoute(id);
                // Only the timer: what the route publishes to stays connected.
                if (route != null && camel.getRouteController().getRouteStatus(id).isStarted()) {
                    route.getConsumer().stop();
                    route.getConsumer().start();
                }
            }
        }
    }
}
