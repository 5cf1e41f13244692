package campus.classroom.teacher;

import campus.base.PrintableText;
import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.Answer;
import campus.classroom.Certificate;
import campus.classroom.Dni;
import campus.classroom.IssuedCode;
import campus.classroom.PayloadText;
import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.classroom.Solution;
import campus.classroom.ledger.Ledger;
import campus.classroom.ledger.WrongMessages;
import campus.classroom.roster.Roster;
import campus.mqtt.Publication;
import campus.mqtt.ReceivedMessage;
import campus.mqtt.ResponseTopics;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The teacher of lab sheet 2, section 3: decides on the messages of DST/PETICION and DST/SOLUCION, and on their
 * answers. A message with a Response Topic (MQTT 5 section 4.10) is answered on that topic only.
 */
public record Teacher(Roster roster, Ledger ledger, WrongMessages wrong, ResponseTopics responseTopics, Clock clock) {

    /** The topic of a code for a request without a Response Topic (lab sheet 2, section 3). */
    public static final String CODES = "DST/CODIGO";

    private static final Logger LOG = LoggerFactory.getLogger(Teacher.class);

    /**
     * A teacher with the roster and the Response Topics of the properties.
     *
     * @throws SettingException if one of them cannot be used
     */
    public static Teacher of(Settings settings, Ledger ledger, WrongMessages wrong, Clock clock) {
        return new Teacher(Roster.of(settings), ledger, wrong, ResponseTopics.of(settings), clock);
    }

    /**
     * Issues a code, to the client of the Response Topic if there is one.
     *
     * @param request its payload is a DNI; blanks around it are ignored
     * @return the open code of that client and DNI or a new one, stored in the ledger
     * @throws RefusedException if the text is no DNI of the roster, or the ledger has no code for this client and DNI
     * @throws SQLException     if the ledger fails
     */
    public IssuedCode issue(ReceivedMessage request) throws RefusedException, SQLException {
        try {
            requireUsable(RefusedException.REQUEST, request);
            String dni = PayloadText.of(RefusedException.REQUEST, request.payload()).strip();
            if (!roster.contains(dni)) {
                throw new RefusedException(RefusedException.REQUEST, "of " + PrintableText.of(Dni.mask(dni)),
                        roster.holdsWithoutSigns(dni) ? Refusal.NOT_PLAIN_DNI : Refusal.NOT_ENROLLED);
            }
            return ledger.issue(dni, owner(request));
        } catch (RefusedException e) {
            throw wrong.count(e, owner(request));
        }
    }

    /** The message with a code: on the Response Topic if the request has one, else on DST/CODIGO. */
    public Publication answer(IssuedCode issued, ReceivedMessage request) {
        Duration left = Duration.between(clock.instant(), issued.expires());
        return answer(Answer.code(issued), request, left)
                .orElseGet(() -> Publication.of(CODES, issued.code()).expiring(left));
    }

    /**
     * Checks a solution and redeems its code.
     *
     * @param message its payload is {@code code;name;email}
     * @return the accepted solution
     * @throws RefusedException if it is malformed, or its code unknown, used or expired; the code of another client is
     *                          unknown
     * @throws SQLException     if the ledger fails
     */
    public Certificate verify(ReceivedMessage message) throws RefusedException, SQLException {
        try {
            requireUsable(RefusedException.SOLUTION, message);
            Certificate certificate = ledger.redeem(Solution.parse(message.payload()), owner(message));
            certificate.withoutMail().ifPresent(why -> LOG.warn("certified {}: {}", certificate, why));
            return certificate;
        } catch (RefusedException e) {
            throw wrong.count(e, owner(message));
        }
    }

    /** The answer to an accepted solution; null if it has no Response Topic. */
    public Publication acceptance(Certificate certificate, ReceivedMessage message) {
        return answer(Answer.accepted(certificate), message, Duration.ZERO).orElse(null);
    }

    /** The answer to a refused message; null if it has no Response Topic, or one that is not accepted. */
    public Publication refusal(RefusedException refused, ReceivedMessage message) {
        return answer(Answer.refused(refused.refusal()), message, Duration.ZERO).orElse(null);
    }

    /** Empty if no answer is wanted, or the Response Topic is not accepted. */
    private Optional<Publication> answer(Answer answer, ReceivedMessage message, Duration expiry) {
        return message.responseTopic().filter(responseTopics::accepts)
                .map(topic -> answer.publication(topic, message.correlationData(), expiry));
    }

    /** The client that sent a message, by its Response Topic; empty if it has none. */
    private String owner(ReceivedMessage message) {
        return message.responseTopic().flatMap(responseTopics::owner).orElse("");
    }

    private void requireUsable(String what, ReceivedMessage message) throws RefusedException {
        if (message.responseTopic().isPresent() && !responseTopics.accepts(message.responseTopic().get())) {
            throw new RefusedException(what, Refusal.RESPONSE_TOPIC);
        }
        if (message.retained()) {
            throw new RefusedException(what, Refusal.RETAINED);
        }
    }
}
