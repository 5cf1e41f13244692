package campus.exchange;

import java.time.Clock;
import java.time.Instant;

/** After failures in a row somebody waits, longer each time. */
final class Pause {

    private final Backoff backoff;
    private final Clock clock;
    private int failures;
    private Instant end = Instant.MIN;

    Pause(Backoff backoff, Clock clock) {
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
