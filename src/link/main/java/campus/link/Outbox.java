package campus.link;

import campus.link.wire.ConnectFailure;
import campus.link.wire.ReasonCode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * The messages of QoS 1 and 2 that a producer has to publish, in the order of their QoS (MQTT 5 section 4.6): some are
 * in flight, the others wait. A lost connection leaves messages of QoS 1 here, and those that were in flight are sent
 * again, so that the broker may get them twice. A message of QoS 2 is not kept without a connection and not sent again.
 */
final class Outbox {

    private final int capacity;
    private final int maxInflight;
    private final LinkSettings settings;
    private final Executor soon;
    private final CallbackQueue callbacks;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final Set<Outgoing> inFlight = new LinkedHashSet<>();
    private Connection connection;
    private boolean closed;

    /** A message and the callback of its sender. No record, because two equal messages are two messages. */
    private static final class Outgoing {

        private final String topic;
        private final MqttMessage message;
        private final Consumer<Exception> done;

        private Outgoing(String topic, MqttMessage message, Consumer<Exception> done) {
            this.topic = topic;
            this.message = message;
            this.done = done;
        }

        private LinkException notKept(String reason) {
            return LinkException.notKept(topic, message.getQos(), reason);
        }
    }

    /**
     * An outbox without a connection.
     *
     * @param capacity    how many messages may wait
     * @param maxInflight how many messages may be in flight; the Receive Maximum of the broker may be less
     * @param executor    calls {@code done}, so that no thread of Paho does
     */
    Outbox(int capacity, int maxInflight, LinkSettings settings, Executor executor) {
        this.capacity = capacity;
        this.maxInflight = maxInflight;
        this.settings = settings;
        this.soon = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, executor);
        this.callbacks = new CallbackQueue(executor);
    }

    /**
     * Takes a message of QoS 1 or 2. If the outbox is full it waits while there is a connection, and fails if there is
     * none.
     *
     * @param done called once: with null if the broker has acknowledged the message, else with the reason
     */
    void publish(String topic, MqttMessage message, Consumer<Exception> done) {
        LinkException failure = tryPublish(new Outgoing(topic, message, done));
        if (failure != null) {
            done.accept(failure);
        }
    }

    private synchronized LinkException tryPublish(Outgoing outgoing) {
        while (connection != null && waiting.size() >= capacity && !closed) {
            if (!pause(0)) {
                return new LinkException("interrupted while publishing to " + outgoing.topic, false);
            }
        }
        if (closed) {
            return stopped(outgoing);
        }
        if (connection == null && outgoing.message.getQos() != 1) {
            return outgoing.notKept("not connected to " + settings.addressAndUser());
        }
        if (waiting.size() >= capacity) {
            return LinkException.notPublished(outgoing.topic, capacity + " messages wait already for "
                    + settings.addressAndUser() + " (campus.link.queue)", false);
        }
        waiting.addLast(outgoing);
        send();
        return null;
    }

    /** Sends as many waiting messages as may be in flight. */
    private synchronized void send() {
        while (connection != null && inFlight.size() < limit() && !waiting.isEmpty()) {
            Outgoing next = waiting.removeFirst();
            inFlight.add(next);
            try {
                connection.publish(next.topic, next.message, code -> acknowledged(next, code));
            } catch (IOException e) {
                // The loss of the connection is reported a moment later.
                inFlight.remove(next);
                waiting.addFirst(next);
                return;
            } catch (MqttException e) {
                inFlight.remove(next);
                if (isTransient(e)) {
                    waiting.addFirst(next);
                    if (inFlight.isEmpty()) {
                        // No acknowledgement will come and send the next.
                        soon.execute(this::send);
                    }
                    return;
                }
                finish(next, LinkException.notPublished(next.topic, ConnectFailure.of(e).text(), true));
            }
        }
    }

    private int limit() {
        return Math.min(maxInflight, connection.receiveMaximum());
    }

    /** At QoS 2: Paho frees a place in flight after it has reported the acknowledgement, and reports a loss later. */
    private static boolean isTransient(MqttException e) {
        return e.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT
                || e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED
                || e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_DISCONNECTING
                || e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_CLOSED;
    }

    private void acknowledged(Outgoing outgoing, int code) {
        LinkException failure = !ReasonCode.isFailure(code) ? null : new LinkException(settings.user()
                + " may not publish to " + outgoing.topic + " on " + settings.address() + ": "
                + ReasonCode.text(code), true);
        synchronized (this) {
            if (inFlight.remove(outgoing)) {
                finish(outgoing, failure);
            }
            // Half of them at once: one by one, each would cost a system call here and one of the broker.
            if (connection != null && inFlight.size() <= limit() / 2) {
                send();
                notifyAll();
            }
        }
    }

    /** A connection is up: what waits is sent. Its loss may have been reported before, on another thread. */
    synchronized void connected(Connection up) {
        if (!up.isOpen()) {
            return;
        }
        connection = up;
        send();
        notifyAll();
    }

    /** The connection is lost: messages of QoS 1 that were in flight wait again, before those that came later. */
    synchronized void lost() {
        connection = null;
        List<Outgoing> all = new ArrayList<>(inFlight);
        all.addAll(waiting);
        inFlight.clear();
        waiting.clear();
        for (Outgoing outgoing : all) {
            if (outgoing.message.getQos() == 1) {
                waiting.addLast(outgoing);
            } else {
                finish(outgoing, outgoing.notKept("connection lost to " + settings.addressAndUser()));
            }
        }
        notifyAll();
    }

    /** The connection that is up; null if there is none. */
    synchronized Connection connection() {
        return connection;
    }

    private void finish(Outgoing outgoing, LinkException failure) {
        callbacks.add(() -> outgoing.done.accept(failure));
    }

    private static LinkException stopped(Outgoing outgoing) {
        return LinkException.notPublished(outgoing.topic, "stopped", false);
    }

    /**
     * Waits until the broker has acknowledged every message, and takes no more.
     *
     * @param millis the longest wait; there is none without a connection
     * @return how many messages were not acknowledged; each of them has failed
     */
    synchronized int drain(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!(waiting.isEmpty() && inFlight.isEmpty()) && connection != null) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || !pause(left)) {
                break;
            }
        }
        if (connection != null) {
            connection.awaitSent(Math.max(0, end - System.nanoTime()));
        }
        closed = true;
        List<Outgoing> rest = new ArrayList<>(inFlight);
        rest.addAll(waiting);
        inFlight.clear();
        waiting.clear();
        rest.forEach(outgoing -> finish(outgoing, stopped(outgoing)));
        notifyAll();
        return rest.size();
    }

    private boolean pause(long millis) {
        try {
            wait(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
