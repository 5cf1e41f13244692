package campus.link;

import campus.link.wire.ConnectFailure;
import campus.link.wire.TopicMatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic filters of one consumer, the answer of the broker to them, and the messages that wait for the consumer. The
 * event loop of the link puts messages in, a thread of the consumer takes them out.
 */
public final class Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    /** Messages, and bytes of payload, from which on the connection reads no more. */
    private static final int MANY = 1000;
    private static final long LARGE = 4L << 20;

    final LinkSettings settings;
    final List<String> filters;
    final int qos;
    private final Link link;
    private final CompletableFuture<Optional<ConnectFailure>> firstAnswer = new CompletableFuture<>();
    private final Deque<Delivery> queue = new ArrayDeque<>();
    private volatile ConnectFailure refusal;
    private volatile boolean granted;
    private long bytes;
    private long received;
    private long dropped;
    private boolean full;
    private boolean suspended;
    private boolean closed;

    /** A subscription that is not asked for yet; see {@link Link#add}. */
    public Subscription(LinkSettings settings, List<String> filters, int qos, Link link) {
        this.settings = settings;
        this.filters = filters;
        this.qos = qos;
        this.link = link;
    }

    /** The first answer of the broker: empty if it grants the subscription. */
    public CompletableFuture<Optional<ConnectFailure>> firstAnswer() {
        return firstAnswer;
    }

    /** Whether a message on this topic belongs to it. */
    boolean matches(String topic) {
        return filters.stream().anyMatch(filter -> TopicMatch.matches(filter, topic));
    }

    /** Those of its filters that are shared subscriptions (MQTT 5 section 4.8.2). */
    List<String> sharedFilters() {
        return filters.stream().filter(filter -> filter.startsWith("$share/")).toList();
    }

    /** Whether the broker grants it on the present connection. */
    public boolean isGranted() {
        return granted;
    }

    /** Why the broker refuses it; null if it does not. */
    public ConnectFailure refusal() {
        return refusal;
    }

    /** The broker has granted it. */
    void grant() {
        granted = true;
        refusal = null;
        firstAnswer.complete(Optional.empty());
    }

    /** The broker has refused it. */
    void refuse(ConnectFailure failure) {
        granted = false;
        refusal = failure;
        firstAnswer.complete(Optional.of(failure));
    }

    /** The connection is lost. */
    void lost() {
        granted = false;
        refusal = null;
    }

    /** A message has come, as {@link #put}. */
    synchronized boolean receive(Delivery delivery) {
        received++;
        return put(delivery);
    }

    /** A message of QoS 0 has come that cannot wait. */
    synchronized void drop(Delivery delivery) {
        received++;
        dropped++;
        LOG.debug("{}: a message on {} is dropped, as its route does not keep up", settings.name(), delivery.topic());
    }

    synchronized long received() {
        return received;
    }

    synchronized long dropped() {
        return dropped;
    }

    /** Puts a message in; false if no more fit, so that the connection should read no more. */
    public synchronized boolean put(Delivery delivery) {
        if (closed) {
            leave(delivery);
            return true;
        }
        queue.addLast(delivery);
        bytes += delivery.message().getPayload().length;
        full = queue.size() >= MANY || bytes >= LARGE;
        if (queue.size() == 1) {
            notifyAll();
        }
        return !full;
    }

    synchronized boolean isFull() {
        return full;
    }

    /** Waits for the next message; null if the subscription is closed. */
    public synchronized Delivery take() {
        try {
            while ((queue.isEmpty() || suspended) && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
        if (closed) {
            return null;
        }
        Delivery next = queue.removeFirst();
        bytes -= next.message().getPayload().length;
        if (full && queue.size() <= MANY / 2 && bytes <= LARGE / 2) {
            full = false;
            link.drained(this);
        }
        return next;
    }

    /** Makes {@link #take()} wait, or go on. */
    public synchronized void suspend(boolean suspend) {
        suspended = suspend;
        notifyAll();
    }

    /** Ends {@link #take()}, and leaves what has not been taken. */
    public synchronized void close() {
        closed = true;
        queue.forEach(this::leave);
        queue.clear();
        notifyAll();
    }

    /**
     * The consumer stops before it has handled a message: a durable session keeps it, and another member of the group
     * of a shared subscription gets it. May be called by any thread.
     */
    public void leave(Delivery delivery) {
        if (settings.isDurable() || !sharedFilters().isEmpty()) {
            delivery.leave();
        }
        link.handled(delivery);
    }
}
