package campus.exchange;

import campus.base.SettingException;
import campus.base.Settings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The teacher of lab sheet 2, section 3: decides on what arrives on DST/PETICION and DST/SOLUCION. */
public final class Teacher {

    /** What a message on DST/PETICION is called. */
    static final String PETITION = "petition";

    private final Roster roster;
    private final Ledger ledger;
    private final PetitionLimit limit;
    private final ResponseTopics responseTopics;
    private final Clock clock;

    private Teacher(Roster roster, Ledger ledger, PetitionLimit limit, ResponseTopics responseTopics, Clock clock) {
        this.clock = clock;
        this.roster = roster;
        this.ledger = ledger;
        this.limit = limit;
        this.responseTopics = responseTopics;
    }

    /**
     * A teacher with the roster and the limits that the properties name.
     *
     * @throws SettingException where one of them cannot be used
     */
    public static Teacher of(Settings settings, Ledger ledger, Clock clock) {
        return new Teacher(Roster.of(settings), ledger, PetitionLimit.of(settings, clock), ResponseTopics.of(settings),
                clock);
    }

    /**
     * Answers a petition.
     *
     * @param payload       a DNI, blanks around it are ignored
     * @param retained      whether the broker had kept the message from before
     * @param responseTopic where the answer is wanted; nowhere: on DST/CODIGO
     * @return the open code of that DNI or a fresh one, stored in the ledger
     * @throws RefusedException where the message is no DNI of the roster, asks too often, or no code is free
     * @throws SQLException     where the ledger fails
     */
    public IssuedCode issue(byte[] payload, boolean retained, Optional<String> responseTopic)
            throws RefusedException, SQLException {
        requireUsable(PETITION, retained, responseTopic);
        String dni = Text.of(PETITION, payload).strip();
        if (!roster.contains(dni)) {
            throw new RefusedException(PETITION, "of " + Text.printable(Dni.mask(dni)), Refusal.NOT_ENROLLED);
        }
        if (!limit.allows(dni)) {
            throw new RefusedException(PETITION, "of " + Dni.mask(dni), Refusal.TOO_MANY);
        }
        try {
            return ledger.issue(dni);
        } catch (SQLException e) {
            // The same petition comes again, until the ledger is back.
            limit.takeBack(dni);
            throw e;
        }
    }

    /** The answer that holds a code, for as long as it may be redeemed. */
    public Answer answer(IssuedCode issued) {
        return Answer.code(issued, Duration.between(clock.instant(), issued.expires()));
    }

    /**
     * Checks a solution and redeems its code.
     *
     * @param payload       {@code code;name;email}
     * @param retained      whether the broker had kept the message from before
     * @param responseTopic where the verdict is wanted
     * @return the accepted solution
     * @throws RefusedException where the message is malformed, or its code unknown, used or expired
     * @throws SQLException     where the ledger fails
     */
    public Solution verify(byte[] payload, boolean retained, Optional<String> responseTopic)
            throws RefusedException, SQLException {
        requireUsable(Solution.WHAT, retained, responseTopic);
        Solution solution = Solution.parse(payload);
        ledger.redeem(solution);
        return solution;
    }

    /** Whether an answer is wanted on a Response Topic, and may be published there. */
    public boolean mayAnswer(Optional<String> responseTopic) {
        return responseTopic.filter(responseTopics::accepts).isPresent();
    }

    private void requireUsable(String what, boolean retained, Optional<String> responseTopic) throws RefusedException {
        if (responseTopic.isPresent() && !mayAnswer(responseTopic)) {
            throw new RefusedException(what, Refusal.RESPONSE_TOPIC);
        }
        if (retained) {
            throw new RefusedException(what, Refusal.RETAINED);
        }
    }
}
