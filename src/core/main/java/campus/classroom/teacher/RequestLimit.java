package campus.classroom.teacher;

import campus.base.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How often one DNI may ask: so many times within any minute. It is kept in memory, by each teacher for itself; as only
 * enrolled DNIs get here, that is as long as the roster at most.
 */
final class RequestLimit {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MAX = 1_000_000;

    private final int perMinute;
    private final Clock clock;
    private final Map<String, Deque<Instant>> requests = new HashMap<>();

    RequestLimit(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    static RequestLimit of(Settings settings, Clock clock) {
        return new RequestLimit(settings.integer("campus.teacher.petitions-per-minute", 1, MAX), clock);
    }

    /** Whether a DNI may ask once more; if so, it has. */
    synchronized boolean allows(String dni) {
        Instant now = clock.instant();
        Deque<Instant> recent = requests.computeIfAbsent(dni, first -> new ArrayDeque<>());
        while (!recent.isEmpty() && !recent.peekFirst().isAfter(now.minus(MINUTE))) {
            recent.removeFirst();
        }
        if (recent.size() >= perMinute) {
            return false;
        }
        recent.addLast(now);
        return true;
    }

    /** What was allowed last did not come to pass, and does not count. */
    synchronized void takeBack(String dni) {
        requests.get(dni).pollLast();
    }
}
