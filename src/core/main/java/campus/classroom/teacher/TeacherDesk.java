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
import campus.classroom.ledger.WrongMessages;
import campus.classroom.roster.ClassMember;
import campus.classroom.roster.ClassReport;
import campus.classroom.roster.ClassStatus;
import campus.classroom.roster.Roster;
import campus.mqtt.SessionSettings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open resources of a teacher, by {@code campus.teacher.*}: the ledger and the files around it. */
public final class TeacherDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TeacherDesk.class);
    private static final int MAX_PER_MINUTE = 1_000_000;

    private final LedgerDatabase database;
    private final Teacher teacher;
    private final RequestLog requestLog;
    private final RefusalCounter refusals;
    private final ResultsWriter results;
    private final MailQueue mails;
    private final ConfirmationMail confirmation;
    private final Roster roster;
    private final Clock clock;

    private TeacherDesk(Settings settings, LedgerDatabase database, Clock clock) {
        String name = settings.text("campus.client-id");
        this.database = database;
        Ledger ledger = new Ledger(database, settings.duration("campus.teacher.code-ttl", Duration.ofSeconds(1)),
                settings.integer("campus.teacher.petitions-per-minute", 1, MAX_PER_MINUTE), clock);
        WrongMessages wrong = new WrongMessages(database,
                settings.integer("campus.teacher.wrong-per-minute", 1, MAX_PER_MINUTE), clock);
        this.teacher = Teacher.of(settings, ledger, wrong, clock);
        this.requestLog = new RequestLog(settings.path("campus.teacher.petitions"), clock);
        this.refusals = new RefusalCounter(database, clock);
        this.results = new ResultsWriter(database, name,
                new ResultsFile(settings.path("campus.teacher.results")), clock);
        this.mails = MailQueue.of(settings, database, name, clock);
        this.confirmation = ConfirmationMail.of(settings);
        this.roster = Roster.of(settings);
        this.clock = clock;
    }

    /**
     * Opens the ledger, creating or upgrading its tables.
     *
     * @param clock gives the time of all decisions
     * @throws SettingException if a property, or a file that it names, cannot be used, or if another teacher on this
     *                          database has the same {@code campus.client-id}
     */
    public static TeacherDesk open(Settings settings, Clock clock) {
        LedgerDatabase database = LedgerDatabase.open(settings.text("campus.ledger.url"));
        try {
            database.claim(settings.text("campus.client-id"));
            String messages = "DST/+";
            SessionSettings.of(settings, "campus.teacher.share", "campus.teacher.session", messages).told(messages)
                    .ifPresent(told -> LOG.info("teacher: {}", told));
            return new TeacherDesk(settings, database, clock);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** The decisions on requests and solutions. */
    public Teacher teacher() {
        return teacher;
    }

    /** The file of the answered requests. */
    public RequestLog requestLog() {
        return requestLog;
    }

    /** The counts of refusals. */
    public RefusalCounter refusals() {
        return refusals;
    }

    /** The writer of the results file. */
    public ResultsWriter results() {
        return results;
    }

    /** The mails of confirmation to be sent. */
    public MailQueue mails() {
        return mails;
    }

    /** The text of the mails. */
    public ConfirmationMail confirmation() {
        return confirmation;
    }

    /**
     * The class in numbers, without personal data.
     *
     * @throws SQLException if the ledger fails
     */
    public ClassStatus status() throws SQLException {
        return new ClassReport(database, roster.dnis(), clock).status();
    }

    /**
     * The students of the class, with what they have sent.
     *
     * @throws SQLException if the ledger fails
     */
    public List<ClassMember> members() throws SQLException {
        return new ClassReport(database, roster.dnis(), clock).members();
    }

    /** Writes the refusals that are not yet written, and closes the ledger. */
    @Override
    public void close() {
        try (database) {
            refusals.write();
        } catch (SQLException e) {
            LOG.warn("the last refusals were not counted: {}", e.getMessage());
        }
    }
}
