package campus.link;

import campus.link.wire.ConnectFailure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * What a producer has to publish, in order (that of its QoS; MQTT 5 section 4.6): a window of messages is on its way to the broker, the rest waits. Messages
 * of QoS 1 wait for a lost connection to come back, and those that were on their way go again; the broker may get such
 * a message twice. A message of QoS 0 is not kept, and one of QoS 2 is not repeated.
 */
final class Outbox {

    private final int capacity;
    private final int window;
    private final LinkSettings settings;
    private final Executor executor;
    private final CallbackQueue completions;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final Set<Outgoing> onTheirWay = new LinkedHashSet<>();
    private Connection connection;
    private boolean closed;
    private long refused;

    /** A message, and who wants to know how it went. */
    private record Outgoing(String topic, MqttMessage message, Consumer<Exception> done) {

        // Two equal messages are two messages.
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /**
     * An outbox without a connection.
     *
     * @param capacity how many messages may wait
     * @param window   how many may be on their way at most; the broker's receive maximum may be less
     * @param executor where {@code done} is called, never on Paho's threads
     */
    Outbox(int capacity, int window, LinkSettings settings, Executor executor) {
        this.capacity = capacity;
        this.window = window;
        this.settings = settings;
        this.executor = executor;
        this.completions = new CallbackQueue(executor);
    }

    /**
     * Takes a message of QoS 1 or 2. Waits for room while there is a connection; fails at once where there is none and the outbox is
     * full or the message is not one to keep.
     *
     * @param done called once: with null when the broker has it, else with the reason
     */
    void publish(String topic, MqttMessage message, Consumer<Exception> done) {
        LinkException no = tryPublish(new Outgoing(topic, message, done));
        if (no != null) {
            done.accept(no);
        }
    }

    private synchronized LinkException tryPublish(Outgoing outgoing) {
        while (connection != null && waiting.size() >= capacity && !closed) {
            if (!pause()) {
                return new LinkException("interrupted while publishing to " + outgoing.topic(), false);
            }
        }
        if (closed) {
            return stopped(outgoing);
        }
        if (connection == null && outgoing.message().getQos() != 1) {
            return notKept(outgoing, "not connected to ");
        }
        if (waiting.size() >= capacity) {
            refused++;
            return new LinkException("not published to " + outgoing.topic() + ": " + capacity
                    + " messages wait already for " + settings.who() + " (campus.link.queue)", false);
        }
        waiting.addLast(outgoing);
        send();
        return null;
    }

    private LinkException notKept(Outgoing outgoing, String why) {
        return new LinkException("not published to " + outgoing.topic() + ": " + why + settings.who()
                + ", and QoS " + outgoing.message().getQos() + " is not kept", false);
    }

    /**
     * Publishes a message of QoS 0, which is not kept and not acknowledged.
     *
     * @return why it was not sent, else null
     */
    LinkException publishNow(String topic, MqttMessage message) {
        Outgoing outgoing = new Outgoing(topic, message, none -> { });
        Connection used;
        synchronized (this) {
            used = connection;
            if (closed) {
                return stopped(outgoing);
            }
        }
        if (used == null) {
            return notKept(outgoing, "not connected to ");
        }
        try {
            used.publish(topic, message, none -> { });
            return null;
        } catch (IOException e) {
            return notKept(outgoing, "connection lost to ");
        } catch (MqttException e) {
            return refused(outgoing, e);
        }
    }

    private static LinkException stopped(Outgoing outgoing) {
        return new LinkException("not published to " + outgoing.topic() + ": stopped", false);
    }

    private static LinkException refused(Outgoing outgoing, MqttException e) {
        return new LinkException("not published to " + outgoing.topic() + ": " + ConnectFailure.of(e).text(), true);
    }

    /** Sends what the window lets through. */
    private void send() {
        while (connection != null && onTheirWay.size() < limit() && !waiting.isEmpty()) {
            Outgoing next = waiting.removeFirst();
            onTheirWay.add(next);
            try {
                connection.publish(next.topic(), next.message(), code -> sent(next, code));
            } catch (IOException e) {
                // The loss is told a moment later.
                onTheirWay.remove(next);
                waiting.addFirst(next);
                return;
            } catch (MqttException e) {
                onTheirWay.remove(next);
                if (retryLater(e)) {
                    waiting.addFirst(next);
                    if (onTheirWay.isEmpty()) {
                        executor.execute(this::sendSoon);
                    }
                    return;
                }
                finish(next, refused(next, e));
            }
        }
    }

    private int limit() {
        return Math.min(window, connection.sendWindow());
    }

    /** At QoS 2: Paho's own window frees a place a moment later than it says, and a loss is reported later too. */
    private boolean retryLater(MqttException e) {
        return e.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT
                || e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED
                || e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_DISCONNECTING
                || e.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_CLOSED;
    }

    /** Nothing on its way will report back and send the next: a moment later Paho has freed the place, or told a loss. */
    private void sendSoon() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        synchronized (this) {
            send();
        }
    }

    private void sent(Outgoing outgoing, int code) {
        LinkException refusal = code < 0x80 ? null : new LinkException(settings.user() + " may not publish to "
                + outgoing.topic() + " on " + settings.address() + ": " + ConnectFailure.reason(code), true);
        synchronized (this) {
            if (onTheirWay.remove(outgoing)) {
                finish(outgoing, refusal);
            }
            // One by one, each acknowledgement would cost a system call here and one of the broker's.
            if (connection != null && onTheirWay.size() <= limit() / 2) {
                send();
                notifyAll();
            }
        }
    }

    /** A connection is up: what waits goes out. Its loss, on another thread, may have been told before. */
    synchronized void connected(Connection up) {
        if (!up.isOpen()) {
            return;
        }
        connection = up;
        send();
        notifyAll();
    }

    /** The connection is gone: what may be repeated waits again, before what came later. */
    synchronized void lost() {
        connection = null;
        List<Outgoing> back = new ArrayList<>(onTheirWay);
        onTheirWay.clear();
        for (int i = back.size() - 1; i >= 0; i--) {
            Outgoing outgoing = back.get(i);
            if (outgoing.message().getQos() == 1) {
                waiting.addFirst(outgoing);
            } else {
                finish(outgoing, notKept(outgoing, "connection lost to "));
            }
        }
        waiting.removeIf(outgoing -> {
            boolean drop = outgoing.message().getQos() != 1;
            if (drop) {
                finish(outgoing, notKept(outgoing, "connection lost to "));
            }
            return drop;
        });
        notifyAll();
    }

    private void finish(Outgoing outgoing, LinkException failure) {
        completions.add(() -> outgoing.done().accept(failure));
    }

    /**
     * Waits until the broker has everything.
     *
     * @return how many messages it did not get in time; they are failed
     */
    synchronized int drain(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!(waiting.isEmpty() && onTheirWay.isEmpty()) && connection != null) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0 || !pause(left)) {
                break;
            }
        }
        if (connection != null) {
            connection.awaitSent(Math.max(0, end - System.nanoTime()));
        }
        closed = true;
        List<Outgoing> rest = new ArrayList<>(onTheirWay);
        rest.addAll(waiting);
        onTheirWay.clear();
        waiting.clear();
        rest.forEach(outgoing -> finish(outgoing, stopped(outgoing)));
        notifyAll();
        return rest.size();
    }

    /** How many messages wait or are on their way. */
    synchronized int size() {
        return waiting.size() + onTheirWay.size();
    }

    /** How many messages found the outbox full. */
    synchronized long refused() {
        return refused;
    }

    private boolean pause() {
        return pause(0);
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
