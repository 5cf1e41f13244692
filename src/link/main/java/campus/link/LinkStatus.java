package campus.link;

import java.time.Instant;

/**
 * How a link is.
 *
 * @param up     connected, and subscribed where it consumes
 * @param since  since when it is so
 * @param reason why it is not up; empty where it is
 * @param told   whether the log has said that it is not up
 */
record LinkStatus(boolean up, Instant since, String reason, boolean told) {

    LinkStatus(boolean up, Instant since, String reason) {
        this(up, since, reason, false);
    }
}
