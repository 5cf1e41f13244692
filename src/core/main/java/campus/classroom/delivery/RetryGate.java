package campus.classroom.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Closes after a failure, for a longer time after each failure in a row. */
final class RetryGate {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MAX_DOUBLINGS = 30;

    private final Clock clock;
    private int failures;
    private Instant closed = Instant.MIN;
    private Instant opens = Instant.MIN;

    RetryGate(Clock clock) {
        this.clock = clock;
    }

    /**
     * The time to wait after failures in a row: twice as long after each one, up to a maximum.
     *
     * @param first    wait after the first failure
     * @param failures at least 1
     */
    static Duration backoff(Duration first, Duration longest, int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /** Whether the next attempt may be made; also if the clock was set back meanwhile. */
    boolean isOpen() {
        Instant now = clock.instant();
        return !now.isBefore(opens) || now.isBefore(closed);
    }

    void failed() {
        failures++;
        closed = clock.instant();
        opens = closed.plus(backoff(FIRST, LONGEST, failures));
    }

    void succeeded() {
        failures = 0;
    }
}
