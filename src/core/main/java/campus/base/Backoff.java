package campus.base;

import java.time.Duration;

/**
 * How long to wait after a failure: twice as long each time.
 *
 * @param first after the first failure
 * @param max   at most
 */
public record Backoff(Duration first, Duration max) {

    public static final Backoff RESULTS = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private static final int MAX_DOUBLINGS = 30;

    /** @param failures in a row, from 1 */
    public Duration after(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return wait.compareTo(max) < 0 ? wait : max;
    }
}
