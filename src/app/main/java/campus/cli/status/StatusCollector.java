package campus.cli.status;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/**
 * Collects the figures that a broker publishes under {@code $SYS}. No message marks the last of them: a set is complete
 * when all wanted figures have come, or when no more come for a while.
 */
final class StatusCollector {

    private static final Duration QUIET = Duration.ofSeconds(1);
    /** A broker publishes all changed figures at once. */
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

    /** Whether {@link #stop} was called. */
    synchronized boolean stopped() {
        return stopped;
    }

    /**
     * Waits for the first set.
     *
     * @param wanted the topics to wait for
     * @param limit  longest wait
     * @return the figures that have come, by topic; empty if none came in time
     */
    synchronized Map<String, String> first(Set<String> wanted, Duration limit) throws InterruptedException {
        long begin = System.nanoTime();
        while (!stopped && !values.keySet().containsAll(wanted) && !quiet(QUIET) && !over(begin, limit)) {
            wait(STEP_MILLIS);
        }
        return taken();
    }

    /**
     * Waits until figures have come again.
     *
     * @return all figures, by topic; empty if {@link #stop} was called
     */
    synchronized Map<String, String> next() throws InterruptedException {
        while (!stopped && !quiet(QUIET_AFTER_CHANGE)) {
            wait(STEP_MILLIS);
        }
        return stopped ? Map.of() : taken();
    }

    private Map<String, String> taken() {
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
