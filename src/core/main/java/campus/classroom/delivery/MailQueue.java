package campus.classroom.delivery;

import static campus.classroom.ledger.Deliveries.FREE;
import static campus.classroom.ledger.Deliveries.MAIL;
import static campus.classroom.ledger.Deliveries.OPEN;

import campus.base.Causes;
import campus.base.Durations;
import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.Solution;
import campus.classroom.ledger.Deliveries;
import campus.classroom.ledger.LedgerDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mails of confirmation to be sent. A mail that fails is tried again, less and less often, and then given up. Of
 * several teachers on one ledger any sends a mail; if it dies before, another one does, or itself at its next start.
 */
public final class MailQueue {

    private static final Logger LOG = LoggerFactory.getLogger(MailQueue.class);
    private static final int MAX_RETRIES = 1000;
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);

    /** A mail waits until the line of its solution is in the results file. */
    private static final String RESULT_WRITTEN = " AND NOT EXISTS (SELECT 1 FROM delivery result"
            + " WHERE result.issued_code_id = issued_code.id AND result.kind = '" + Deliveries.RESULT
            + "' AND result.done_at IS NULL)";

    /** A time beyond the longest wait is one of a clock that was set back since. */
    private static final String DUE = " AND (next_at <= ? OR next_at > ?)";

    private final LedgerDatabase database;
    private final String teacher;
    private final int retries;
    private final Duration delay;
    private final Clock clock;
    private final RetryGate databaseGate;
    /** Mails that were sent, and could not be marked because the database failed. */
    private final Deque<MailDelivery> unmarked = new ArrayDeque<>();
    private boolean started;

    /**
     * The mails for accepted solutions.
     *
     * @param teacher name of the teacher that sends them ({@code campus.client-id})
     * @throws SettingException if {@code campus.teacher.mail.retries} or {@code .retry-delay} cannot be used
     */
    public static MailQueue of(Settings settings, LedgerDatabase database, String teacher, Clock clock) {
        return new MailQueue(database, teacher, settings.integer("campus.teacher.mail.retries", 0, MAX_RETRIES),
                settings.duration("campus.teacher.mail.retry-delay", Duration.ofMillis(1)), clock);
    }

    MailQueue(LedgerDatabase database, String teacher, int retries, Duration delay, Clock clock) {
        this.database = database;
        this.teacher = teacher;
        this.retries = retries;
        this.delay = delay;
        this.clock = clock;
        this.databaseGate = new RetryGate(clock);
    }

    /**
     * The mails that are due and whose line is in the results file, at most 1000: first those that were never tried,
     * which a mail that fails for a long time must not hold up.
     *
     * @throws SQLException if the database fails; then no mail is due for a while, longer after each failure
     */
    public List<MailDelivery> due() throws SQLException {
        if (!databaseGate.isOpen()) {
            return List.of();
        }
        markSent();
        try {
            makeAllDueAtFirst();
            List<MailDelivery> mails = readDue();
            databaseGate.succeeded();
            return mails;
        } catch (SQLException e) {
            databaseGate.failed();
            throw e;
        }
    }

    private List<MailDelivery> readDue() throws SQLException {
        long now = clock.millis();
        return database.query("SELECT delivery.id, attempts, solution, redeemed_at" + Deliveries.WITH_CODES + OPEN
                + DUE + " AND" + FREE + RESULT_WRITTEN + " ORDER BY attempts, next_at, delivery.id LIMIT "
                + Deliveries.BATCH,
                row -> new MailDelivery(row.getLong(1), row.getInt(2), Solution.stored(row.getString(3)),
                        Instant.ofEpochMilli(row.getLong(4))),
                MAIL, now, now + MAX_WAIT.toMillis(), !database.isShared(), teacher);
    }

    /** After a start no mail waits: the teacher may have been restarted because mails failed. */
    private void makeAllDueAtFirst() throws SQLException {
        if (!started) {
            database.update("UPDATE delivery SET next_at = ? WHERE" + OPEN + " AND (? OR teacher = ?)",
                    clock.millis(), MAIL, !database.isShared(), teacher);
            started = true;
        }
    }

    /**
     * Claims a mail that was due, so that no other teacher sends it too; of a ledger in a file there is no other.
     *
     * @return false if another teacher has claimed it
     * @throws SQLException if the database fails
     */
    public boolean claim(MailDelivery mail) throws SQLException {
        return !database.isShared() || database.update("UPDATE delivery SET teacher = ?, next_at = ? WHERE id = ? AND"
                + OPEN + " AND" + FREE, teacher, clock.millis(), mail.id(), MAIL, false, teacher) == 1;
    }

    /**
     * Marks a mail as sent. If that fails, {@link #due} marks it first, and it is not sent again.
     *
     * @throws SQLException if the database fails
     */
    public void sent(MailDelivery mail) throws SQLException {
        LOG.info("mail for code {} sent", mail.solution().code());
        unmarked.addLast(mail);
        markSent();
    }

    private void markSent() throws SQLException {
        while (!unmarked.isEmpty()) {
            mark("done_at", clock.millis(), unmarked.getFirst());
            unmarked.removeFirst();
        }
    }

    /**
     * Sets the time of the next attempt of a mail. After the last attempt, or if the mail server refuses it for good,
     * the mail is marked as failed instead, and the failure is logged as an error.
     *
     * @param why the reason why it could not be sent
     * @throws SQLException if the database fails
     */
    public void failed(MailDelivery mail, Exception why) throws SQLException {
        int failures = mail.attempts() + 1;
        String what = "mail for code " + mail.solution().code();
        Optional<String> refusal = MailFailure.refusal(why);
        if (refusal.isPresent()) {
            mark("failed_at", clock.millis(), mail);
            LOG.error("{} given up: the mail server refuses it: {}", what, refusal.get());
        } else if (failures > retries) {
            mark("failed_at", clock.millis(), mail);
            LOG.error("{} given up after {} attempts: {}", what, failures, Causes.messages(why));
        } else {
            Duration wait = RetryGate.backoff(delay, MAX_WAIT, failures);
            mark("next_at", clock.millis() + wait.toMillis(), mail);
            LOG.warn("{} not sent, again in {}: {}", what, Durations.format(wait), Causes.messages(why));
        }
    }

    private void mark(String column, long time, MailDelivery mail) throws SQLException {
        try {
            database.update("UPDATE delivery SET attempts = attempts + 1, " + column + " = ? WHERE id = ?", time,
                    mail.id());
        } catch (SQLException e) {
            databaseGate.failed();
            throw e;
        }
    }
}
