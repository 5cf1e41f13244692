package campus.broker.limits;

import campus.broker.client.Client;
import campus.mqtt.TopicFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The topics on which others than the trusted users have a retained message. Artemis keeps a queue for each, which
 * costs more than most messages, and keeps it for a while when the message has gone; so a topic counts as long as there
 * is its queue.
 */
public final class RetainedTopics {

    /** A busy Artemis makes the queue of a message some seconds after the guard has let it pass. */
    private static final long FRESH_NANOS = 5_000_000_000L;
    private static final long CLEAN_NANOS = 1_000_000_000L;
    /** Heap of the copy of a message that a new subscriber gets, besides its payload. */
    private static final int COPY_BYTES = 1500;

    private final Limits.Retained limits;
    private final Predicate<String> keeps;
    private final LongSupplier clock;
    private final Map<String, Retained> topics = new HashMap<>();
    private final Map<String, Sum> owners = new HashMap<>();
    private final Sum all = new Sum();
    private long cleaned;

    /**
     * None yet.
     *
     * @param keeps whether Artemis has a retained message for a topic; drops an empty queue
     * @param clock nanoseconds
     */
    public RetainedTopics(Limits limits, Predicate<String> keeps, LongSupplier clock) {
        this.limits = limits.retained();
        this.keeps = keeps;
        this.clock = clock;
        this.cleaned = clock.getAsLong() - CLEAN_NANOS;
    }

    /**
     * Counts a retained message, if there is room for it.
     *
     * @param bytes of its payload; 0: it deletes the one that is there
     * @param will  whether it is one that may be published much later
     */
    public synchronized boolean put(Client client, String topic, int bytes, boolean will) {
        Retained before = topics.get(topic);
        if (client.trusted()) {
            remove(topic);
            return true;
        }
        // Until a will is published, the message that it replaces or deletes is there.
        int most = will && before != null ? Math.max(bytes, before.bytes) : bytes;
        // What deletes a message makes room, so it needs none.
        if (most > 0 && !fits(client.owner(), before, most)) {
            clean();
            before = topics.get(topic);
            if (!fits(client.owner(), before, most)) {
                return false;
            }
        }
        // Until Artemis has dropped the queue of a deleted message, it counts for the one who had it.
        String owner = most == 0 && before != null ? before.owner : client.owner();
        remove(topic);
        topics.put(topic, new Retained(owner, most, clock.getAsLong(), will && most > 0, TopicFilter.of(topic)));
        owners.computeIfAbsent(owner, key -> new Sum()).add(1, most);
        all.add(1, most);
        return true;
    }

    /** The client whose will this was has gone: from now on the topic counts only if there is a message. */
    public synchronized void willIsDue(String topic) {
        topics.computeIfPresent(topic,
                (key, will) -> new Retained(will.owner, will.bytes, clock.getAsLong(), false, will.topic));
    }

    /** Bytes of heap of what a new subscription gets at once. */
    public synchronized long copies(TopicFilter filter) {
        return topics.values().stream().filter(retained -> filter.covers(retained.topic))
                .mapToLong(retained -> retained.bytes + COPY_BYTES).sum();
    }

    private boolean fits(String owner, Retained before, int bytes) {
        boolean own = before != null && before.owner.equals(owner);
        Sum sum = owners.getOrDefault(owner, new Sum());
        return sum.topics + (own ? 0 : 1) <= limits.perUser()
                && sum.bytes + bytes - (own ? before.bytes : 0) <= limits.bytesPerUser()
                && all.topics + (before != null ? 0 : 1) <= limits.inAll()
                && all.bytes + bytes - (before != null ? before.bytes : 0) <= limits.bytesInAll();
    }

    /** Drops what is left of messages that were deleted or have expired; once a second at most. */
    public synchronized void clean() {
        long now = clock.getAsLong();
        if (now - cleaned >= CLEAN_NANOS) {
            cleaned = now;
            topics.entrySet().stream()
                    .filter(topic -> !topic.getValue().will && now - topic.getValue().nanos > FRESH_NANOS)
                    .map(Map.Entry::getKey).filter(topic -> !keeps.test(topic)).toList().forEach(this::remove);
        }
    }

    private void remove(String topic) {
        Retained removed = topics.remove(topic);
        if (removed != null) {
            all.add(-1, -removed.bytes);
            Sum sum = owners.get(removed.owner);
            sum.add(-1, -removed.bytes);
            if (sum.topics == 0) {
                owners.remove(removed.owner);
            }
        }
    }

    private record Retained(String owner, int bytes, long nanos, boolean will, TopicFilter topic) {
    }

    private static final class Sum {

        private int topics;
        private long bytes;

        void add(int moreTopics, long moreBytes) {
            topics += moreTopics;
            bytes += moreBytes;
        }
    }
}
