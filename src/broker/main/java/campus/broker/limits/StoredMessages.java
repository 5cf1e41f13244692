package campus.broker.limits;

import campus.broker.client.ArtemisNames;
import campus.broker.client.Client;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * What waits in Artemis, counted again and again: messages by the first level of their topics, which each have a budget
 * of their own, and sessions. What passed the guard since the last count is added, so that no burst runs past it.
 */
public final class StoredMessages {

    /** Heap of a message or a reference to it, besides its bytes. */
    private static final int OVERHEAD = 500;
    /** A level that holds less than this part of its budget is not closed because the others hold too much. */
    private static final int LITTLE = 32;
    private static final int FIRST = 2;
    private static final long FRESH_NANOS = 2_000_000_000L;

    private final ActiveMQServer server;
    private final Limits limits;
    private final long budget;
    private final Map<String, Level> levels = new ConcurrentHashMap<>();
    private final Map<String, Long> topics = new ConcurrentHashMap<>();
    private final AtomicInteger newQueues = new AtomicInteger();
    private volatile long inAll;
    private volatile int queues;

    /** No messages. */
    public StoredMessages(ActiveMQServer server, Limits limits) {
        this.server = server;
        this.limits = limits;
        this.budget = Runtime.getRuntime().maxMemory() / 100 * limits.waitingPercent();
    }

    /** The budget of the first level of a topic. */
    public Level level(String topic) {
        return levels.computeIfAbsent(Limits.level(topic), key -> new Level());
    }

    /** Whether nothing more may wait below the first level of a topic. */
    public boolean isFull(String topic) {
        Level level = levels.get(Limits.level(topic));
        return level != null && level.isFull();
    }

    /** What one level holds counts first: a flood below another one closes only those that are part of it. */
    static boolean isFull(long own, long inAll, long budget) {
        return own > budget || inAll > budget * 2 && own > budget / LITTLE;
    }

    /**
     * Whether a client may have another subscription; if so, it counts. Half of all are kept for the first two of each
     * client, so that those who take many shut out nobody.
     *
     * @param own number of those that it has
     */
    public boolean takeQueue(Client client, int own) {
        if (client.trusted()) {
            return true;
        }
        int most = limits.sessions().filtersInAll();
        boolean room = queues + newQueues.incrementAndGet() <= (own < FIRST ? most : most / 2);
        if (!room) {
            newQueues.decrementAndGet();
        }
        return room;
    }

    /**
     * Whether somebody who is not trusted may publish on a topic that Artemis does not know; if so, it counts until
     * Artemis forgets it. Each takes 10 kB for a minute or two.
     */
    public boolean takeTopic(String topic) {
        boolean room = topics.containsKey(topic) || topics.size() < limits.sessions().filtersInAll();
        if (room) {
            topics.put(topic, System.nanoTime());
        }
        return room;
    }

    /** Whether the retained messages that a new subscription gets at once may wait; if so, they count. */
    public boolean takeRetained(String filter, long bytes) {
        Level level = level(filter);
        boolean room = bytes == 0 || !level.isFull();
        if (room) {
            level.passed.add(bytes);
        }
        return room;
    }

    /**
     * Counts.
     *
     * @param excess ends a session, of a client or of a group, for which too many bytes wait
     */
    public void count(ObjLongConsumer<String> excess) throws Exception {
        Map<String, Long> sums = new HashMap<>();
        long sum = 0;
        PagingManager paging = server.getPagingManager();
        for (SimpleString name : paging.getStoreNames()) {
            // It would be made anew for a topic that has just gone.
            // The array has nulls at its end if some have gone meanwhile.
            boolean gone = name == null || server.getAddressInfo(name) == null;
            PagingStore store = gone ? null : paging.getPageStore(name);
            if (store != null) {
                long size = store.getAddressSize();
                sums.merge(Limits.level(name.toString()), size, Long::sum);
                sum += size;
            }
        }
        inAll = sum;
        long now = System.nanoTime();
        topics.entrySet().removeIf(topic -> now - topic.getValue() > FRESH_NANOS
                && server.getAddressInfo(SimpleString.of(ArtemisNames.topic(topic.getKey()))) == null);
        sums.keySet().forEach(this::level);
        levels.forEach((name, level) -> level.counted(sums.getOrDefault(name, 0L)));
        levels.values().removeIf(Level::isUnused);
        countSessions(excess);
    }

    private void countSessions(ObjLongConsumer<String> excess) {
        Map<String, Long> sessions = new HashMap<>();
        int[] others = {0};
        int added = newQueues.get();
        server.getPostOffice().getAllBindings().forEach(binding -> {
            String name = binding.getUniqueName().toString();
            if (binding instanceof QueueBinding queue && ArtemisNames.isSubscription(name)) {
                boolean trusted = limits.isTrusted(ArtemisNames.owner(name));
                others[0] += trusted ? 0 : 1;
                long bytes = bytes(queue.getQueue());
                if (bytes > 0 && !(trusted && isExempt(queue))) {
                    sessions.merge(ArtemisNames.session(name), bytes, Long::sum);
                }
            }
        });
        queues = others[0];
        newQueues.addAndGet(-added);
        sessions.forEach((session, bytes) -> {
            if (bytes > (limits.isTrusted(ArtemisNames.owner(session)) ? budget / 2 : limits.sessions().bytes())) {
                excess.accept(session, bytes);
            }
        });
        long[] tooMuch = {inAll - budget * 2};
        sessions.entrySet().stream().filter(session -> !limits.isTrusted(ArtemisNames.owner(session.getKey())))
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .takeWhile(largest -> tooMuch[0] > 0).forEach(largest -> {
                    excess.accept(largest.getKey(), largest.getValue());
                    tooMuch[0] -= largest.getValue();
                });
    }

    private static long bytes(Queue queue) {
        long count = queue.getMessageCount();
        return count == 0 ? 0 : queue.getPersistentSize() + count * OVERHEAD;
    }

    /** A queue of a trusted user is never cut if somebody reads it, or if it is of the exchange. */
    private boolean isExempt(QueueBinding queue) {
        return queue.getQueue().getConsumerCount() > 0
                || Limits.level(queue.getAddress().toString()).equals(limits.exchange());
    }

    /** The messages below one first level of topics. */
    public final class Level {

        private final LongAdder passed = new LongAdder();
        private volatile long passedBefore;
        private volatile long waiting;

        /** Whether nothing more may wait here. */
        public boolean isFull() {
            return StoredMessages.isFull(waiting + passedBefore + passed.sum(), inAll, budget);
        }

        /** A publication passes, to so many subscriptions. */
        public void pass(int bytes, int listeners) {
            passed.add(bytes + (long) OVERHEAD * listeners);
        }

        private void counted(long bytes) {
            waiting = bytes;
            passedBefore = passed.sumThenReset();
        }

        private boolean isUnused() {
            return waiting == 0 && passedBefore == 0 && passed.sum() == 0;
        }
    }
}
