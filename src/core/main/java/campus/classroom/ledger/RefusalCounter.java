package campus.classroom.ledger;

import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The number of refusals by day, kind and reason. They are counted in memory and written to the ledger from time to
 * time, so that a flood of wrong codes costs little; a kill loses those that are not yet written.
 */
public final class RefusalCounter {

    private final LedgerDatabase database;
    private final Clock clock;
    private Map<Key, Long> counts = empty();

    private record Key(LocalDate day, String what, Refusal reason) {
    }

    /** @param clock gives the day of a refusal */
    public RefusalCounter(LedgerDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Sorted, so that two teachers lock the rows in the same order and cannot block each other. */
    private static Map<Key, Long> empty() {
        return new TreeMap<>(Comparator.comparing(Key::day).thenComparing(Key::what).thenComparing(Key::reason));
    }

    /** Counts a refusal. */
    public synchronized void count(RefusedException refused) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        counts.merge(new Key(today, refused.what(), refused.refusal()), 1L, Long::sum);
    }

    /**
     * Writes the refusals that were counted since the last call.
     *
     * @throws SQLException if the ledger fails; they are written with the next call
     */
    public void write() throws SQLException {
        Map<Key, Long> counted = takeAll();
        if (counted.isEmpty()) {
            return;
        }
        try {
            database.transaction(connection -> {
                for (Map.Entry<Key, Long> count : counted.entrySet()) {
                    Key key = count.getKey();
                    Sql.update(connection, "INSERT INTO refusal (day, what, reason, times) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (day, what, reason) DO UPDATE SET times = refusal.times + excluded.times",
                            key.day().toString(), key.what(), key.reason().name(), count.getValue());
                }
                return counted.size();
            });
        } catch (SQLException e) {
            addAll(counted);
            throw e;
        }
    }

    private synchronized Map<Key, Long> takeAll() {
        Map<Key, Long> taken = counts;
        counts = empty();
        return taken;
    }

    private synchronized void addAll(Map<Key, Long> notWritten) {
        notWritten.forEach((key, times) -> counts.merge(key, times, Long::sum));
    }
}
