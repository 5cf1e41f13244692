package campus.classroom.delivery;

import campus.classroom.Solution;
import java.time.Instant;

/**
 * A mail of confirmation that is to be sent.
 *
 * @param id       in the ledger
 * @param attempts how often it was tried before
 * @param solution what is confirmed
 * @param redeemed when it was accepted
 */
public record MailDelivery(long id, int attempts, Solution solution, Instant redeemed) {
}
