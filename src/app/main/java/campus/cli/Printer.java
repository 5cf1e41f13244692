package campus.cli;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/** Prints the payloads of received messages as they are, one per line, up to a number of them. */
final class Printer {

    private final PrintStream out;
    private final boolean withTopic;
    private final long count;
    private long printed;
    private boolean stopped;

    /** @param count number of payloads to print; 0: no limit */
    Printer(PrintStream out, boolean withTopic, long count) {
        this.out = out;
        this.withTopic = withTopic;
        this.count = count;
    }

    /** A step of the route {@code subscribe}. */
    public synchronized void print(Exchange exchange) {
        if (complete()) {
            return;
        }
        if (withTopic) {
            out.print(exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class) + " ");
        }
        byte[] payload = exchange.getMessage().getBody(byte[].class);
        out.write(payload, 0, payload.length);
        out.write('\n');
        out.flush();
        printed++;
        if (complete()) {
            notifyAll();
        }
    }

    /** Whether the number is reached. */
    synchronized boolean complete() {
        return count > 0 && printed >= count;
    }

    /** Ends a wait. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /**
     * Waits until the number is reached, the time is over or {@link #stop} is called.
     *
     * @param seconds 0: no limit
     */
    synchronized void await(long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!complete() && !stopped) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (seconds > 0 && left <= 0) {
                return;
            }
            wait(seconds > 0 ? left : 0);
        }
    }
}
