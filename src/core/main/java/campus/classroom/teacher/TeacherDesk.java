package campus.classroom.teacher;

import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.delivery.ConfirmationMail;
import campus.classroom.delivery.MailQueue;
import campus.classroom.delivery.ResultsWriter;
import campus.classroom.ledger.Ledger;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.ledger.RefusalCounter;
import campus.classroom.ledger.RequestLog;
import campus.classroom.ledger.WrongMessages;
import campus.classroom.roster.ClassMember;
import campus.classroom.roster.ClassReport;
import campus.classroom.roster.ClassStatus;
import campus.mqtt.SessionSettings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a teacher works with, by {@code campus.teacher.*}: the ledger, which is open, and the files around it, which are
 * opened for each write.
 *
 * @param database     the ledger
 * @param clock        gives the time of all decisions
 * @param teacher      the decisions on requests and solutions
 * @param requestLog   the file of the answered requests
 * @param refusals     the counts of refusals
 * @param results      the writer of the results file
 * @param mails        the mails of confirmation to be sent
 * @param confirmation the text of the mails
 */
public record TeacherDesk(LedgerDatabase database, Clock clock, Teacher teacher, RequestLog requestLog,
                          RefusalCounter refusals, ResultsWriter results, MailQueue mails,
                          ConfirmationMail confirmation) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TeacherDesk.class);
    private static final int MAX_PER_MINUTE = 1_000_000;

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
            String name = settings.text("campus.client-id");
            database.claim(name);
            String messages = "DST/+";
            SessionSettings.of(settings, "campus.teacher.share", "campus.teacher.session", messages)
                    .description(messages).ifPresent(text -> LOG.info("teacher: {}", text));
            Ledger ledger = new Ledger(database, settings.duration("campus.teacher.code-ttl", Duration.ofSeconds(1)),
                    settings.integer("campus.teacher.petitions-per-minute", 1, MAX_PER_MINUTE), clock);
            WrongMessages wrong = new WrongMessages(database,
                    settings.integer("campus.teacher.wrong-per-minute", 1, MAX_PER_MINUTE), clock);
            return new TeacherDesk(database, clock, Teacher.of(settings, ledger, wrong, clock),
                    new RequestLog(settings.path("campus.teacher.petitions"), clock),
                    new RefusalCounter(database, clock),
                    new ResultsWriter(database, name, settings.path("campus.teacher.results"), clock),
                    MailQueue.of(settings, database, name, clock), ConfirmationMail.of(settings));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * The class in numbers, without personal data.
     *
     * @throws SQLException if the ledger fails
     */
    public ClassStatus status() throws SQLException {
        return new ClassReport(database, teacher.roster().dnis(), clock).status();
    }

    /**
     * The students of the class, with what they have sent.
     *
     * @throws SQLException if the ledger fails
     */
    public List<ClassMember> members() throws SQLException {
        return new ClassReport(database, teacher.roster().dnis(), clock).members();
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
