package campus.link.timing;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a link waits before its next attempt to connect. The wait doubles with each failure up to a maximum, and is
 * random between half and all of that, so that many clients that lost the same broker do not return at once. A failure
 * that is not transient has longer waits of its own, because the user must act first.
 */
public final class RetryDelay {

    private static final Duration SLOW_MAX = Duration.ofMinutes(5);
    private static final int MAX_DOUBLINGS = 20;

    private final Duration first;
    private final Duration max;
    private final Duration slowFirst;
    private int failures;
    private int slowFailures;

    /**
     * The waits of one link.
     *
     * @param first     after the first transient failure
     * @param max       after any transient failure
     * @param slowFirst after the first failure of another kind; later up to five minutes
     */
    public RetryDelay(Duration first, Duration max, Duration slowFirst) {
        this.first = first;
        this.max = max.compareTo(first) < 0 ? first : max;
        this.slowFirst = slowFirst;
    }

    /**
     * The wait after a failure.
     *
     * @param passes whether the next attempt may succeed although nothing is changed
     */
    public Duration after(boolean passes) {
        return passes ? random(first, failures++, max) : slow();
    }

    /** The wait after a failure that a user must mend. */
    public Duration slow() {
        return random(slowFirst, slowFailures++, SLOW_MAX);
    }

    /** Begins with the first waits again, because the link has connected. */
    public void reset() {
        failures = 0;
        slowFailures = 0;
    }

    private static Duration random(Duration first, int doublings, Duration max) {
        long millis = Math.min(first.toMillis() << Math.min(doublings, MAX_DOUBLINGS), max.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    }
}
