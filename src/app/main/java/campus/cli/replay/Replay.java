package campus.cli.replay;

import campus.cli.options.ExitCode;
import campus.cli.options.LineReader;
import campus.cli.options.Publisher;
import campus.sink.MessageLine;
import campus.sink.MessageLineParser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/** Publishes the messages of a file of lines again, in order and with the time between them. */
final class Replay {

    /** Lines that are reported one by one. */
    private static final int MAX_REPORTED = 10;
    private static final long LONGEST_WAIT = Duration.ofDays(365).toMillis();

    private final Publisher publisher;
    private final double speed;
    private final String prefix;
    private final Consumer<String> complaints;
    private Instant firstTime;
    private long start;
    private long lines;
    private long skipped;

    /**
     * A replay that begins with {@link #run}.
     *
     * @param speed      2 is twice as fast as the original; 0: without waiting
     * @param prefix     put before each topic
     * @param complaints gets the problems of the first ten lines that are skipped, and the number of all
     */
    Replay(Publisher publisher, double speed, String prefix, Consumer<String> complaints) {
        this.publisher = publisher;
        this.speed = speed;
        this.prefix = prefix;
        this.complaints = complaints;
    }

    /**
     * Publishes all lines, and returns when the broker has the last message, or has those before the publisher was
     * stopped.
     *
     * @return the exit code of the publisher; failed if that is well and lines were skipped
     */
    int run(LineReader in) throws Exception {
        for (byte[] line = next(in); line != null && publisher.goesOn(); line = next(in)) {
            lines++;
            if (line.length > 0) {
                replay(line);
            }
        }
        int code = publisher.await();
        if (skipped > 0) {
            complaints.accept(skipped + " of " + lines + " lines skipped");
        }
        return code == ExitCode.OK && skipped > 0 ? ExitCode.FAILED : code;
    }

    private byte[] next(LineReader in) throws IOException {
        try {
            return in.next();
        } catch (IOException e) {
            if (publisher.goesOn()) {
                throw e;
            }
            // Compressed lines that end in the middle, because they were stopped.
            return null;
        }
    }

    private void replay(byte[] line) throws InterruptedException {
        MessageLine message;
        try {
            message = MessageLineParser.parse(line);
        } catch (IllegalArgumentException e) {
            if (skipped++ < MAX_REPORTED) {
                complaints.accept("line " + lines + " skipped: " + e.getMessage());
            }
            return;
        }
        await(message.time());
        if (publisher.goesOn()) {
            publisher.publish(lines, message.payload(), Map.of(
                    PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, prefix + message.topic(),
                    PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, message.qos(),
                    PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, message.retained()));
        }
    }

    /** Waits until the message is due: its time after the first message, divided by the speed. */
    private void await(Instant time) throws InterruptedException {
        if (firstTime == null) {
            firstTime = time;
            start = System.nanoTime();
        }
        if (speed > 0) {
            double after = Duration.between(firstTime, time).toMillis() / speed;
            long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            publisher.pause((long) Math.min(after, LONGEST_WAIT) - passed);
        }
    }
}
