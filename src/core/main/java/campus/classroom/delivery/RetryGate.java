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
    private Instant opens = Instant.MIN;

    RetryGate(Clock clock) {
        this.clock = clock;
    }

    /** Whether the next attempt may be made. */
    boolean isOpen() {
        return !clock.instant().isBefore(opens);
    }

    void failed() {
        failures++;
        opens = clock.instant().plus(BACKOFF.after(failures));
    }

    void succeeded() {
        failures = 0;
    }
}
