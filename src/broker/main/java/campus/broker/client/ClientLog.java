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
            long now = clock.getAsLong();
            Kind alike = kinds.getOrDefault(kind, new Kind(now - PAUSE_NANOS, 0));
            if (now - alike.last < PAUSE_NANOS) {
                kinds.put(kind, new Kind(alike.last, alike.left + 1));
                return;
            }
            kinds.put(kind, new Kind(now, 0));
            left = alike.left;
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
        return PrintableText.of(line.length() > MAX_CHARACTERS ? line.substring(0, MAX_CHARACTERS - 1) + "…" : line);
    }

    /**
     * What is known of lines that are alike.
     *
     * @param last when one was written, nanoseconds
     * @param left out since then
     */
    private record Kind(long last, int left) {
    }
}
