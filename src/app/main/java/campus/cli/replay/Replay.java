package campus.cli.replay;

import campus.cli.options.LineReader;
import campus.sink.MessageLine;
import campus.sink.MessageLineParser;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/**
 * Publishes the messages of a file of lines again, in order and with the time between them. The link limits the
 * messages in flight; the first that fails ends the replay.
 */
final class Replay {

    private static final long LONGEST_WAIT = Duration.ofDays(365).toNanos();

    private final AsyncProducer publisher;
    private final double speed;
    private final String prefix;
    private final Consumer<String> complaints;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Instant firstTime;
    private long start;
    private long lines;
    private long skipped;
    private long inFlight;
    private Exception failure;

    /**
     * A replay that begins with {@link #run}.
     *
     * @param publisher  takes each message, with the headers of camel-paho-mqtt5
     * @param speed      2 is twice as fast as the original; 0: without waiting
     * @param prefix     put before each topic
     * @param complaints is told the problem of each line that is skipped
     */
    Replay(AsyncProducer publisher, double speed, String prefix, Consumer<String> complaints) {
        this.publisher = publisher;
        this.speed = speed;
        this.prefix = prefix;
        this.complaints = complaints;
    }

    /**
     * Publishes all lines, and returns when the broker has the last message or {@link #stop} was called.
     *
     * @param progress is told the number of bytes of each line when it is done
     * @throws Exception the failure of the first message that could not be published
     */
    void run(LineReader in, Consumer<Integer> progress) throws Exception {
        for (byte[] line = in.next(); line != null && goesOn(); line = in.next()) {
            lines++;
            if (line.length > 0) {
                replay(line);
            }
            progress.accept(line.length + 1);
        }
        awaitAll();
    }

    private void replay(byte[] line) throws InterruptedException {
        try {
            MessageLine message = MessageLineParser.parse(line);
            await(message.time());
            if (goesOn()) {
                publish(message);
            }
        } catch (IllegalArgumentException e) {
            skipped++;
            complaints.accept("line " + lines + " skipped: " + e.getMessage());
        }
    }

    /** Waits until the message is due: its time after the first message, divided by the speed. */
    private void await(Instant time) throws InterruptedException {
        if (firstTime == null) {
            firstTime = time;
            start = System.nanoTime();
        }
        if (speed > 0) {
            double after = Duration.between(firstTime, time).toMillis() * 1e6 / speed;
            stopped.await(start + (long) Math.min(after, LONGEST_WAIT) - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void publish(MessageLine message) {
        Exchange exchange = publisher.getEndpoint().createExchange();
        exchange.getMessage().setBody(message.payload());
        exchange.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, prefix + message.topic());
        exchange.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, message.qos());
        exchange.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, message.retained());
        synchronized (this) {
            inFlight++;
        }
        publisher.process(exchange, doneSync -> done(exchange));
    }

    private synchronized void done(Exchange exchange) {
        inFlight--;
        if (failure == null) {
            failure = exchange.getException();
        }
        notifyAll();
    }

    private synchronized boolean goesOn() {
        return failure == null && stopped.getCount() > 0;
    }

    private synchronized void awaitAll() throws Exception {
        while (inFlight > 0 && failure == null) {
            wait();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Ends the replay when the messages in flight are done. */
    void stop() {
        stopped.countDown();
    }

    /** Number of lines that were read. */
    long lines() {
        return lines;
    }

    /** Number of lines that hold no message. */
    long skipped() {
        return skipped;
    }
}
