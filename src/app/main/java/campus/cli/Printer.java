package campus.cli;

import campus.cli.options.OutputException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/**
 * Prints the payloads of received messages, one per line, up to a number of them. A thread of its own
 * writes all lines that have come since it wrote the last ones: one by one if they are few, many at once if they come
 * quickly.
 */
final class Printer implements AutoCloseable {

    /** Bytes that may wait to be written; then the next line waits. */
    private static final int LIMIT = 1 << 16;

    private final PrintStream out;
    private final boolean withTopic;
    private final long count;
    private final boolean toTerminal;
    private final Thread writer = new Thread(this::write, "printer");
    private ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private OutputException failure;
    private long printed;
    private boolean closed;

    /**
     * A printer without a line.
     *
     * @param count      number of payloads to print; 0: no limit
     * @param toTerminal whether control characters are printed as {@code ?}: a stranger's payload could rewrite the
     *                   screen, or type commands
     */
    Printer(PrintStream out, boolean withTopic, long count, boolean toTerminal) {
        this.out = out;
        this.toTerminal = toTerminal;
        this.withTopic = withTopic;
        this.count = count;
        writer.setDaemon(true);
        writer.start();
    }

    /** A step of the route {@code subscribe}. */
    public synchronized void print(Exchange exchange) throws InterruptedException {
        while (lines.size() >= LIMIT && failure == null) {
            wait();
        }
        if (complete() || failure != null) {
            return;
        }
        if (withTopic) {
            String topic = exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class);
            lines.writeBytes(shown(topic.getBytes(StandardCharsets.UTF_8)));
            lines.write(' ');
        }
        lines.writeBytes(shown(exchange.getMessage().getBody(byte[].class)));
        lines.write('\n');
        printed++;
        if (complete()) {
            ended.complete(null);
        }
        notifyAll();
    }

    private byte[] shown(byte[] text) {
        return toTerminal ? new String(text, StandardCharsets.UTF_8).replaceAll("[\\p{Cc}&&[^\t\n]]", "?")
                .getBytes(StandardCharsets.UTF_8) : text;
    }

    private void write() {
        try {
            for (ByteArrayOutputStream next = take(); next != null; next = take()) {
                out.write(next.toByteArray(), 0, next.size());
                out.flush();
            }
        } catch (OutputException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The lines that have come, at least one; null if there are no more. */
    private synchronized ByteArrayOutputStream take() throws InterruptedException {
        while (lines.size() == 0 && !closed) {
            wait();
        }
        if (lines.size() == 0) {
            return null;
        }
        ByteArrayOutputStream taken = lines;
        lines = new ByteArrayOutputStream();
        notifyAll();
        return taken;
    }

    private synchronized void fail(OutputException reason) {
        failure = reason;
        ended.complete(null);
        notifyAll();
    }

    /** Whether the number is reached. */
    synchronized boolean complete() {
        return count > 0 && printed >= count;
    }

    /** Ends a wait. */
    void stop() {
        ended.complete(null);
    }

    /** Whether there is nothing to wait for. */
    boolean isEnded() {
        return ended.isDone();
    }

    /**
     * Waits until the number is reached, the time is over, the output fails or {@link #stop} is called.
     *
     * @param seconds 0: no limit
     */
    void await(long seconds) throws InterruptedException, ExecutionException {
        if (seconds > 0) {
            ended.completeOnTimeout(null, seconds, TimeUnit.SECONDS);
        }
        ended.get();
    }

    /**
     * Returns when every line is written.
     *
     * @throws OutputException if one could not be written
     */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        writer.join();
        if (failure != null) {
            throw failure;
        }
    }
}
