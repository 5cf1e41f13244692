package campus.link;

import campus.link.connection.Connection;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The messages that wait to be published, in the order in which they came. Any thread may add one; it waits there if
 * too many wait. The event loop of the link takes them out.
 */
final class OutQueue {

    private final LinkSettings settings;
    private final Runnable wake;
    private final Deque<OutgoingMessage> waiting = new ArrayDeque<>();
    private LinkException closed;
    private boolean woken;
    private Connection connection;
    /** Of QoS 1 and 2: taken, acknowledged and refused since the start. */
    private long added;
    private long acknowledged;
    private long refused;

    /** @param wake lets the event loop {@link #take} later; called by any thread, under the lock of the queue */
    OutQueue(LinkSettings settings, Runnable wake) {
        this.settings = settings;
        this.wake = wake;
    }

    /** Adds a message; returns why it cannot be taken, or null. */
    synchronized LinkException add(OutgoingMessage outgoing) {
        try {
            while (closed == null && hasToWait(outgoing)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LinkException.notPublished(outgoing.topic, "interrupted", false);
        }
        outgoing.counted = outgoing.qos() > 0;
        added += outgoing.counted ? 1 : 0;
        LinkException refusal = closed != null ? closed : refusal(outgoing);
        if (refusal != null) {
            finished(outgoing, refusal);
            return refusal;
        }
        waiting.addLast(outgoing);
        if (connection != null && !woken) {
            woken = true;
            wake.run();
        }
        return null;
    }

    /** A command waits for the next connection too, because nobody else would send its messages again. */
    private boolean hasToWait(OutgoingMessage outgoing) {
        boolean full = waiting.size() >= settings.queue();
        return connection != null ? full
                : settings.retry() == LinkSettings.Retry.AFTER_CONNECT && (full || outgoing.qos() == 0);
    }

    /** Why a message cannot be taken now; null if it can. */
    private LinkException refusal(OutgoingMessage outgoing) {
        if (connection != null) {
            String refusal = connection.limits().refusal(outgoing.topic, outgoing.message);
            return refusal == null ? null : LinkException.notPublished(outgoing.topic, refusal, true);
        }
        if (outgoing.qos() == 0) {
            return LinkException.notPublished(outgoing.topic, "not connected to " + settings.addressAndUser()
                    + ", and QoS 0 is not kept", false);
        }
        return waiting.size() < settings.queue() ? null
                : LinkException.notPublished(outgoing.topic, settings.queue() + " messages wait already for "
                        + settings.addressAndUser() + " (campus.link.queue)", false);
    }

    /** Moves up to so many messages; those who wait for room are woken when half of it is free. */
    synchronized void take(Collection<OutgoingMessage> to, int most) {
        woken = false;
        int half = settings.queue() / 2;
        boolean many = waiting.size() > half;
        for (int i = 0; i < most && !waiting.isEmpty(); i++) {
            to.add(waiting.removeFirst());
        }
        if (many && waiting.size() <= half) {
            notifyAll();
        }
    }

    /** A message of QoS 1 or 2 has been acknowledged, or has failed. */
    synchronized void finished(OutgoingMessage outgoing, LinkException failure) {
        acknowledged += outgoing.counted && failure == null ? 1 : 0;
        refused += outgoing.counted && failure != null ? 1 : 0;
    }

    /** The figures of the link, with those of a consumer; null for none. */
    synchronized LinkState.Figures figures(boolean up, long connections, Subscription consumer) {
        long wait = waiting.stream().filter(outgoing -> outgoing.qos() > 0).count();
        return new LinkState.Figures(up, Math.max(0, connections - 1), added - acknowledged - refused - wait, wait,
                refused, consumer == null ? 0 : consumer.received(), acknowledged,
                consumer == null ? 0 : consumer.dropped());
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** A connection is up. */
    synchronized void connected(Connection up) {
        connection = up;
        notifyAll();
    }

    /** The connection is lost: messages of QoS 0 are dropped. */
    synchronized void lost() {
        connection = null;
        woken = false;
        waiting.removeIf(outgoing -> outgoing.qos() == 0);
        notifyAll();
    }

    /** Takes no more, for this reason. */
    synchronized void close(LinkException reason) {
        closed = reason;
        connection = null;
        notifyAll();
    }

    /** Removes and returns the messages of a sender; null for all. */
    synchronized List<OutgoingMessage> remove(Object sender) {
        Predicate<OutgoingMessage> own = outgoing -> sender == null || outgoing.sender == sender;
        List<OutgoingMessage> removed = waiting.stream().filter(own).toList();
        waiting.removeIf(own);
        return removed;
    }
}
