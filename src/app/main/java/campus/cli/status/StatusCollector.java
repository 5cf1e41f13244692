package campus.cli.status;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

    private final BlockingQueue<Map<String, String>> received = new LinkedBlockingQueue<>();
    private final Map<String, String> values = new HashMap<>();
    private volatile boolean stopped;

    /** A step of the route {@code status}. */
    public void receive(Exchange exchange) {
        received.add(Map.of(exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class),
                exchange.getMessage().getBody(String.class)));
    }

    /** Ends a wait. */
    void stop() {
        stopped = true;
        received.add(Map.of());
    }

    /** Whether {@link #stop} was called. */
    boolean stopped() {
        return stopped;
    }

    /**
     * Waits for the first set.
     *
     * @param wanted the topics to wait for
     * @param limit  longest wait
     * @return the figures that have come, by topic; empty if none came in time
     */
    Map<String, String> first(Set<String> wanted, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Map<String, String> more = received.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        while (more != null && !stopped) {
            values.putAll(more);
            long left = Math.min(QUIET.toNanos(), end - System.nanoTime());
            more = values.keySet().containsAll(wanted) ? null : received.poll(left, TimeUnit.NANOSECONDS);
        }
        return Map.copyOf(values);
    }

    /**
     * Waits until figures have come again.
     *
     * @return all figures, by topic; empty if {@link #stop} was called
     */
    Map<String, String> next() throws InterruptedException {
        // The end may have come, and been read, during the first set.
        Map<String, String> more = stopped ? null : received.take();
        while (more != null && !stopped) {
            values.putAll(more);
            more = received.poll(QUIET_AFTER_CHANGE.toMillis(), TimeUnit.MILLISECONDS);
        }
        return stopped ? Map.of() : Map.copyOf(values);
    }
}
