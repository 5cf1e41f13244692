package campus.broker.client;

import campus.base.PrintableText;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Log lines with text of clients in them: without control characters, at most 200 characters, and one line a minute of
 * each kind. The next one tells how many were left out.
 */
public final class ClientLog {

    private static final int MAX_CHARACTERS = 200;
    private static final long PAUSE_NANOS = 60_000_000_000L;

    private final Logger logger;
    private final LongSupplier clock;
    private final Map<String, Kind> kinds = new HashMap<>();

    /** @param clock nanoseconds */
    public ClientLog(Logger logger, LongSupplier clock) {
        this.logger = logger;
        this.clock = clock;
    }

    /**
     * Writes a line, or counts it.
     *
     * @param kind which lines are alike; never a text of a client
     */
    public void warn(String kind, String line) {
        int left;
        synchronized (kinds) {
            Kind alike = kinds.computeIfAbsent(kind, key -> new Kind());
            long now = clock.getAsLong();
            if (alike.written && now - alike.last < PAUSE_NANOS) {
                alike.left++;
                return;
            }
            left = alike.left;
            alike.written = true;
            alike.last = now;
            alike.left = 0;
        }
        logger.warn("{}{}", clean(line), left == 0 ? "" : " (and " + left + " more like it since the last such line)");
    }

    /** As {@link #warn}, for developers: each line. */
    public void debug(String kind, String line) {
        if (logger.isDebugEnabled()) {
            logger.debug("{}: {}", kind, clean(line));
        }
    }

    private static String clean(String line) {
        String printable = PrintableText.of(line.length() > MAX_CHARACTERS
                ? line.substring(0, MAX_CHARACTERS - 1) : line);
        return line.length() > MAX_CHARACTERS ? printable + "…" : printable;
    }

    private static final class Kind {

        private boolean written;
        private long last;
        private int left;
    }
}
