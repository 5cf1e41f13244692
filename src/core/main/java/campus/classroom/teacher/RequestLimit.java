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
 * The limit of requests of one DNI within any minute. Each teacher counts in memory; as it counts enrolled DNIs only,
 * the table does not grow beyond the roster.
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

    /** Counts a request of a DNI; false, and not counted, if the limit is reached. */
    synchronized boolean count(String dni) {
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

    /** Uncounts the last request of a DNI, which could not be handled. */
    synchronized void uncount(String dni) {
        requests.get(dni).pollLast();
    }
}
