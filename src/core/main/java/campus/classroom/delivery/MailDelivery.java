package campus.classroom.delivery;

import campus.classroom.Solution;
import java.time.Instant;

/**
 * A mail of confirmation to be sent.
 *
 * @param id       of its row in the ledger
 * @param attempts number of earlier attempts
 * @param solution the accepted solution
 * @param redeemed time of acceptance, UTC
 */
public record MailDelivery(long id, int attempts, Solution solution, Instant redeemed) {
}
