package campus.base;

import java.time.Duration;

/**
 * The time to wait after failures in a row: twice as long after each one, up to a maximum.
 *
 * @param first wait after the first failure
 * @param max   longest wait
 */
public record Backoff(Duration first, Duration max) {

    private static final int MAX_DOUBLINGS = 30;

    /**
     * The wait after a failure.
     *
     * @param failures number of failures in a row, at least 1
     */
    public Duration after(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return wait.compareTo(max) < 0 ? wait : max;
    }
}
