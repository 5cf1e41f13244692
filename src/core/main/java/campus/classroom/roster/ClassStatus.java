package campus.classroom.roster;

import java.util.List;

/**
 * A class in numbers, without personal data.
 *
 * @param enrolled  number of DNIs in the roster
 * @param asked     number of DNIs of the roster to which a code was issued
 * @param certified number of DNIs of the roster of which a code was redeemed
 * @param others    number of DNIs to which a code was issued and that are not on the roster, or not any more
 * @param openCodes number of codes that can be redeemed now
 * @param repeated  number of certificates from the fourth one of a DNI on, which get no mail
 * @param mails     numbers of mails of confirmation
 * @param refused   numbers of refusals, by kind and reason
 */
public record ClassStatus(long enrolled, long asked, long certified, long others, long openCodes, long repeated,
                          MailCounts mails, List<Refused> refused) {

    /**
     * Numbers of mails of confirmation.
     *
     * @param sent    mails that were sent
     * @param waiting mails that will be tried, or tried again
     * @param givenUp mails that will not be tried again
     * @param none    certificates without a mail, as their solution has no mail address
     */
    public record MailCounts(long sent, long waiting, long givenUp, long none) {
    }

    /**
     * The number of refusals for one reason.
     *
     * @param what   {@code request} or {@code solution}
     * @param reason a clause
     * @param times  number of refusals
     */
    public record Refused(String what, String reason, long times) {
    }
}
