package campus.cli.options;

import campus.app.CommandCamel;
import campus.base.Causes;
import campus.link.LinkException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;

/**
 * Publishes lines in order, without waiting for one before the next: the link limits the messages in flight, and makes
 * the caller wait. A line that fails is reported, and the next ones are published nevertheless.
 */
public final class Publisher {

    /** The endpoint of the route that publishes. */
    public static final String ROUTE = "direct:publish";

    /** Failures that are reported one by one. */
    private static final int MAX_REPORTED = 10;
    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long STEP_MILLIS = 100;

    private final AsyncProducer producer;
    private final Runnable endInput;
    private final Consumer<String> complaints;
    private final Callable<Boolean> sent;
    private long inFlight;
    private long failed;
    private long reported;
    private boolean refused;
    private boolean stopped;
    private LinkException end;
    private final Queue<Exchange> spares = new ArrayDeque<>();
    private Map<String, Object> spareHeaders;
    private Thread publishing;

    /**
     * A publisher without messages.
     *
     * @param producer   takes each message, with the headers of camel-paho-mqtt5
     * @param endInput   ends a wait for the next line; must not block
     * @param sent       whether all messages have left; those of QoS 0 count as published before
     * @param complaints gets each problem
     */
    public Publisher(AsyncProducer producer, Runnable endInput, Callable<Boolean> sent, Consumer<String> complaints) {
        this.producer = producer;
        this.endInput = endInput;
        this.sent = sent;
        this.complaints = complaints;
    }

    /**
     * The publisher of a command that has started, which ends with its connection.
     *
     * @param endInput   as above
     * @param complaints as above
     */
    public static Publisher of(CommandCamel main, Runnable endInput, Consumer<String> complaints) throws Exception {
        AsyncProducer producer = main.getCamelContext().getEndpoint(ROUTE).createAsyncProducer();
        producer.start();
        Publisher publisher = new Publisher(producer, endInput, main::isSent, complaints);
        main.ended().thenAccept(publisher::end);
        return publisher;
    }

    /**
     * Publishes a message.
     *
     * @param line number of the line that it comes from, for complaints
     */
    public void publish(long line, byte[] payload, Map<String, Object> headers) {
        Exchange exchange = exchange(headers);
        exchange.getMessage().setBody(payload);
        synchronized (this) {
            if (stopped) {
                return;
            }
            inFlight++;
            publishing = Thread.currentThread();
        }
        producer.process(exchange, doneSync -> done(line, exchange, headers));
        synchronized (this) {
            publishing = null;
            // It was for this message only.
            Thread.interrupted();
        }
    }

    /** To make an exchange takes longer than to publish a message: one that is done is used again. */
    private synchronized Exchange exchange(Map<String, Object> headers) {
        Exchange exchange = spareHeaders == headers ? spares.poll() : null;
        if (exchange == null) {
            exchange = producer.getEndpoint().createExchange();
            exchange.getMessage().setHeaders(headers);
        }
        return exchange;
    }

    private synchronized void done(long line, Exchange exchange, Map<String, Object> headers) {
        Exception failure = exchange.getException();
        inFlight--;
        if (spareHeaders != headers) {
            spareHeaders = headers;
            spares.clear();
        }
        if (failure == null) {
            spares.add(exchange);
        } else {
            failed++;
            LinkException link = exchange.getException(LinkException.class);
            if (link == null || link != end) {
                reported++;
                if (reported <= MAX_REPORTED) {
                    String reason = link == null ? Causes.rootMessage(failure) : text(link);
                    complaints.accept("line " + line + ": " + reason);
                }
            }
            refused |= link != null && link.refused();
        }
        notifyAll();
    }

    private static String text(LinkException failure) {
        return failure.getMessage() + (failure.remedy().isEmpty() ? "" : "; " + failure.remedy());
    }

    /** Whether more messages may be published: not after {@link #stop}. */
    public synchronized boolean goesOn() {
        return !stopped;
    }

    /** Says that no more messages follow, also to a message that waits for the next connection; must not block. */
    public synchronized void stop() {
        stopped = true;
        endInput.run();
        if (publishing != null) {
            publishing.interrupt();
        }
        notifyAll();
    }

    /** As {@link #stop}, because the connection has ended, which the caller tells once instead of line by line. */
    public synchronized void end(LinkException reason) {
        end = reason;
        stop();
    }

    /** Waits for a time, or until {@link #stop} is called. */
    public synchronized void pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && !stopped; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /**
     * Waits until every message has been acknowledged, or has left at QoS 0, or has failed; after {@link #stop} for a
     * few seconds only.
     *
     * @return the exit code
     */
    public synchronized int await() throws Exception {
        long end = 0;
        while ((inFlight > 0 || !sent.call()) && (end == 0 || end - System.nanoTime() > 0)) {
            end = stopped && end == 0 ? System.nanoTime() + STOP_NANOS : end;
            wait(inFlight > 0 ? STEP_MILLIS : 1);
        }
        if (inFlight > 0) {
            complaints.accept(inFlight + " lines were not acknowledged");
            failed += inFlight;
        } else if (!sent.call()) {
            complaints.accept("the last lines have not left");
            failed++;
        }
        if (reported > MAX_REPORTED) {
            complaints.accept((reported - MAX_REPORTED) + " more lines were not published");
        }
        if (refused) {
            return ExitCode.REFUSED_BY_BROKER;
        }
        return failed > 0 ? ExitCode.FAILED : ExitCode.OK;
    }
}
