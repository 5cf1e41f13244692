package campus.classroom.ledger;

import campus.base.PrintableText;
import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The limit of wrong messages of one client within a minute, counted by all teachers of a ledger. Past it a wrong
 * message does not say any more what is wrong with it; one that is right is never refused for it. So of a flood of
 * guesses the log has in each minute those up to the limit, and one line more.
 */
public final class WrongMessages {

    private final LedgerDatabase database;
    private final int perMinute;
    private final Clock clock;
    private final AtomicLong minute = new AtomicLong();
    /** The minute in which a client is past the limit: its messages of that minute need no statement. */
    private final Map<String, Long> past = new ConcurrentHashMap<>();

    /** @param perMinute number of wrong messages of a client that are answered with their own reason */
    public WrongMessages(LedgerDatabase database, int perMinute, Clock clock) {
        this.database = database;
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /**
     * Counts a refusal if the message was wrong: not enrolled, an unknown code, or malformed.
     *
     * @param owner the client that sent it; empty: all that are not known
     * @return the refusal; past the limit {@link Refusal#TOO_MANY_ATTEMPTS}, which is logged once a minute
     * @throws SQLException if the ledger fails
     */
    public RefusedException count(RefusedException refused, String owner) throws SQLException {
        if (!refused.refusal().isWrongMessage()) {
            return refused;
        }
        long now = clock.instant().getEpochSecond() / Duration.ofMinutes(1).toSeconds();
        if (past.getOrDefault(owner, -1L) == now) {
            return tooMany(refused.what(), owner).unlogged();
        }
        long times = add(owner, now);
        if (times <= perMinute) {
            return refused;
        }
        past.put(owner, now);
        RefusedException tooMany = tooMany(refused.what(), owner);
        return times == perMinute + 1L ? tooMany : tooMany.unlogged();
    }

    private static RefusedException tooMany(String what, String owner) {
        return owner.isEmpty() ? new RefusedException(what, Refusal.TOO_MANY_ATTEMPTS)
                : new RefusedException(what, "of client " + PrintableText.of(owner), Refusal.TOO_MANY_ATTEMPTS);
    }

    private long add(String owner, long now) throws SQLException {
        if (minute.getAndSet(now) != now) {
            past.clear();
            database.update("DELETE FROM wrong_message WHERE minute < ?", now);
        }
        return database.query("INSERT INTO wrong_message (owner, minute, times) VALUES (?, ?, 1)"
                + " ON CONFLICT (owner, minute) DO UPDATE SET times = wrong_message.times + 1 RETURNING times",
                row -> row.getLong(1), owner, now).get(0);
    }
}
