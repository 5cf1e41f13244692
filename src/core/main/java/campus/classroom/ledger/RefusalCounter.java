package campus.classroom.ledger;

import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The number of refusals by day, kind and reason. They are counted in memory and written to the ledger from time to
 * time, so that a flood of wrong codes costs little; a kill loses those that are not yet written.
 */
public final class RefusalCounter {

    private final LedgerDatabase database;
    private final Clock clock;
    /** Sorted, so that two teachers lock the rows in the same order and cannot block each other. */
    private final Map<Key, Long> counts = new ConcurrentSkipListMap<>(
            Comparator.comparing(Key::day).thenComparing(Key::what).thenComparing(Key::reason));

    private record Key(LocalDate day, String what, Refusal reason) {
    }

    /** @param clock gives the day of a refusal */
    public RefusalCounter(LedgerDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Counts a refusal. */
    public void count(RefusedException refused) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        counts.merge(new Key(today, refused.what(), refused.refusal()), 1L, Long::sum);
    }

    /**
     * Writes the refusals that were counted since the last call.
     *
     * @throws SQLException if the ledger fails; they are written with the next call
     */
    public synchronized void write() throws SQLException {
        if (counts.isEmpty()) {
            return;
        }
        Map<Key, Long> written = new LinkedHashMap<>(counts);
        database.transaction(connection -> {
            for (Map.Entry<Key, Long> count : written.entrySet()) {
                Key key = count.getKey();
                Sql.update(connection, "INSERT INTO refusal (day, what, reason, times) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (day, what, reason) DO UPDATE SET times = refusal.times + excluded.times",
                        key.day().toString(), key.what(), key.reason().name(), count.getValue());
            }
            return written.size();
        });
        // What was counted in the meantime stays.
        written.forEach((key, times) -> counts.computeIfPresent(key,
                (same, now) -> now.equals(times) ? null : now - times));
    }
}
