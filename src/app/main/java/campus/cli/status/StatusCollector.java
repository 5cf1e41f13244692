package campus.cli.status;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/**
 * The figures that a broker publishes under {@code $SYS}, as they come. A broker does not say which was the last of
 * them: a look is complete when all that are wanted have come, or when no more come for a while.
 */
final class StatusCollector {

    private static final Duration QUIET = Duration.ofSeconds(1);
    /** A broker publishes what has changed in one go. */
    private static final Duration QUIET_AFTER_CHANGE = Duration.ofMillis(200);
    private static final long STEP_MILLIS = 50;

    private final Map<String, String> values = new HashMap<>();
    private boolean changed;
    private long lastNanos;
    private boolean stopped;

    /** A step of the route {@code status}. */
    public synchronized void receive(Exchange exchange) {
        values.put(exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class),
                exchange.getMessage().getBody(String.class));
        changed = true;
        lastNanos = System.nanoTime();
        notifyAll();
    }

    /** Ends a wait. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Whether somebody ended it. */
    synchronized boolean stopped() {
        return stopped;
    }

    /**
     * Waits for the first look.
     *
     * @param wanted the topics to wait for
     * @return what has come, by topic; empty where nothing came in time
     */
    synchronized Map<String, String> first(Set<String> wanted, Duration limit) throws InterruptedException {
        long begin = System.nanoTime();
        while (!stopped && !values.keySet().containsAll(wanted) && !quiet(QUIET) && !over(begin, limit)) {
            wait(STEP_MILLIS);
        }
        return look();
    }

    /**
     * Waits until figures have come again.
     *
     * @return all of them, by topic; empty where somebody stopped it
     */
    synchronized Map<String, String> next() throws InterruptedException {
        while (!stopped && !quiet(QUIET_AFTER_CHANGE)) {
            wait(STEP_MILLIS);
        }
        return stopped ? Map.of() : look();
    }

    private Map<String, String> look() {
        changed = false;
        return Map.copyOf(values);
    }

    private boolean quiet(Duration duration) {
        return changed && over(lastNanos, duration);
    }

    private static boolean over(long begin, Duration duration) {
        return System.nanoTime() - begin >= duration.toNanos();
    }
}
