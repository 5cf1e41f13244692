package campus.classroom.ledger;

import static campus.classroom.ledger.LedgerDatabase.update;

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
 * How often something was refused, by day and reason. Counted in memory and written to the ledger now and then, so that
 * a flood of wrong codes costs next to nothing; a kill may lose the last second of it.
 */
public final class RefusalCounter {

    private final LedgerDatabase database;
    private final Clock clock;
    private Map<Key, Long> counts = empty();

    private record Key(LocalDate day, String what, Refusal reason) {
    }

    /** A counter that writes to the ledger. */
    public RefusalCounter(LedgerDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** In one order for all, so that two teachers never wait for each other. */
    private static Map<Key, Long> empty() {
        return new TreeMap<>(Comparator.comparing(Key::day).thenComparing(Key::what).thenComparing(Key::reason));
    }

    /** Counts one. */
    public synchronized void count(RefusedException refused) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        counts.merge(new Key(today, refused.what(), refused.refusal()), 1L, Long::sum);
    }

    /** Writes what was counted since the last time. */
    public void write() throws SQLException {
        Map<Key, Long> written = take();
        if (written.isEmpty()) {
            return;
        }
        try {
            database.transaction(connection -> {
                for (Map.Entry<Key, Long> count : written.entrySet()) {
                    Key key = count.getKey();
                    update(connection, "INSERT INTO refusal (day, what, reason, times) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (day, what, reason) DO UPDATE SET times = refusal.times + excluded.times",
                            key.day().toString(), key.what(), key.reason().name(), count.getValue());
                }
                return written.size();
            });
        } catch (SQLException e) {
            giveBack(written);
            throw e;
        }
    }

    private synchronized Map<Key, Long> take() {
        Map<Key, Long> taken = counts;
        counts = empty();
        return taken;
    }

    private synchronized void giveBack(Map<Key, Long> notWritten) {
        notWritten.forEach((key, times) -> counts.merge(key, times, Long::sum));
    }
}
