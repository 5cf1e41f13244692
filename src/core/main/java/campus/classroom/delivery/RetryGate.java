package campus.classroom.delivery;

import campus.base.Backoff;
import java.time.Clock;
import java.time.Instant;

/** After failures in a row somebody waits, longer each time. */
final class RetryGate {

    private final Backoff backoff;
    private final Clock clock;
    private int failures;
    private Instant end = Instant.MIN;

    RetryGate(Backoff backoff, Clock clock) {
        this.backoff = backoff;
        this.clock = clock;
    }

    boolean isOver() {
        return !clock.instant().isBefore(end);
    }

    void failed() {
        failures++;
        end = clock.instant().plus(backoff.after(failures));
    }

    void succeeded() {
        failures = 0;
    }
}
