package campus.classroom.roster;

import java.util.List;

/**
 * A class in numbers; nobody can be recognized in it.
 *
 * @param enrolled  DNIs of the roster
 * @param asked     DNIs to which a code was issued
 * @param certified DNIs whose code was redeemed
 * @param openCodes codes that may be redeemed now
 * @param mails     the mails of confirmation
 * @param refused   what was refused, by reason
 */
public record ClassStatus(long enrolled, long asked, long certified, long openCodes, MailCounts mails,
                          List<Refused> refused) {

    /**
     * Mails of confirmation.
     *
     * @param waiting to be sent, or to be tried again
     * @param givenUp never to be tried again
     */
    public record MailCounts(long sent, long waiting, long givenUp) {
    }

    /**
     * How often something was refused for one reason.
     *
     * @param what   {@code petition} or {@code solution}
     * @param reason a clause
     */
    public record Refused(String what, String reason, long times) {
    }
}
