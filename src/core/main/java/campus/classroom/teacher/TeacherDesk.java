package campus.classroom.teacher;

import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.delivery.ConfirmationMail;
import campus.classroom.delivery.MailQueue;
import campus.classroom.delivery.ResultsFile;
import campus.classroom.delivery.ResultsWriter;
import campus.classroom.ledger.Ledger;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.ledger.RefusalCounter;
import campus.classroom.ledger.RequestLog;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that a teacher has open while a class works: the ledger and the files around it, by {@code campus.teacher.*}. */
public final class TeacherDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TeacherDesk.class);

    private final LedgerDatabase database;
    private final Teacher teacher;
    private final RequestLog requestLog;
    private final RefusalCounter refusals;
    private final ResultsWriter results;
    private final MailQueue mails;
    private final ConfirmationMail confirmation;

    private TeacherDesk(Settings settings, LedgerDatabase database, Clock clock) {
        String name = settings.text("campus.client-id");
        this.database = database;
        this.teacher = Teacher.of(settings, new Ledger(database,
                settings.duration("campus.teacher.code-ttl", Duration.ofSeconds(1)), name, clock), clock);
        this.requestLog = new RequestLog(settings.path("campus.teacher.petitions"));
        this.refusals = new RefusalCounter(database, clock);
        this.results = new ResultsWriter(database, name, new ResultsFile(settings.path("campus.teacher.results")), clock);
        this.mails = MailQueue.of(settings, database, name, clock);
        this.confirmation = ConfirmationMail.of(settings);
    }

    /**
     * Opens the ledger, creating or upgrading its tables.
     *
     * @throws SettingException if a property, or a file that it names, cannot be used
     */
    public static TeacherDesk open(Settings settings, Clock clock) {
        LedgerDatabase database = LedgerDatabase.open(settings.text("campus.ledger.url"));
        try {
            return new TeacherDesk(settings, database, clock);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Decides. */
    public Teacher teacher() {
        return teacher;
    }

    /** Gets each request that was answered. */
    public RequestLog requestLog() {
        return requestLog;
    }

    /** Gets each refusal. */
    public RefusalCounter refusals() {
        return refusals;
    }

    /** Brings accepted solutions into the file of results. */
    public ResultsWriter results() {
        return results;
    }

    /** The mails of confirmation that are to be sent. */
    public MailQueue mails() {
        return mails;
    }

    /** Writes these mails. */
    public ConfirmationMail confirmation() {
        return confirmation;
    }

    /** Closes the ledger. */
    @Override
    public void close() {
        try (database) {
            refusals.write();
        } catch (SQLException e) {
            LOG.warn("the last refusals were not counted: {}", e.getMessage());
        }
    }
}
