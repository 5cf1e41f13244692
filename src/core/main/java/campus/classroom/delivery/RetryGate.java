package campus.classroom.delivery;

import campus.base.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Closes after a failure, for a longer time after each failure in a row. */
final class RetryGate {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final Clock clock;
    private int failures;
    private Instant closed = Instant.MIN;
    private Instant opens = Instant.MIN;

    RetryGate(Clock clock) {
        this.clock = clock;
    }

    /** Whether the next attempt may be made; also if the clock was set back meanwhile. */
    boolean isOpen() {
        Instant now = clock.instant();
        return !now.isBefore(opens) || now.isBefore(closed);
    }

    void failed() {
        failures++;
        closed = clock.instant();
        opens = closed.plus(BACKOFF.after(failures));
    }

    void succeeded() {
        failures = 0;
    }
}
