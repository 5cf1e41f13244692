package campus.link;

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
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/**
 * What a producer has to publish, in order: a window of messages is on its way to the broker, the rest waits. Messages
 * of QoS 1 wait for a lost connection to come back, and those that were on their way go again; the broker may get such
 * a message twice. A message of QoS 0 is not kept, and one of QoS 2 is not repeated.
 */
final class Outbox {

    private final int capacity;
    private final int window;
    private final LinkSettings settings;
    private final Executor completions;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final Deque<Runnable> finished = new ArrayDeque<>();
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
     * @param capacity    how many messages may wait
     * @param window      how many may be on their way at most; the broker's receive maximum may be less
     * @param completions where {@code done} is called, never on Paho's threads
     */
    Outbox(int capacity, int window, LinkSettings settings, Executor completions) {
        this.capacity = capacity;
        this.window = window;
        this.settings = settings;
        this.completions = completions;
    }

    /**
     * Takes a message. Waits for room while there is a connection; fails at once where there is none and the outbox is
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
            return new LinkException("not published to " + outgoing.topic() + ": stopped", false);
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

    /** Sends what the window lets through. */
    private void send() {
        while (connection != null && onTheirWay.size() < Math.min(window, connection.sendWindow())
                && !waiting.isEmpty()) {
            Outgoing next = waiting.removeFirst();
            onTheirWay.add(next);
            Connection used = connection;
            try {
                if (!used.accepts(next.topic(), next.message())) {
                    throw new MqttException(MqttReturnCode.RETURN_CODE_PACKET_TOO_LARGE);
                }
                // Paho fails a message only when it ends the connection, and often before it reports the loss: then
                // all that was on its way is put back together, in order.
                used.publish(next.topic(), next.message(), token -> sent(next, token), failure -> { });
            } catch (MqttException e) {
                onTheirWay.remove(next);
                if (retryLater(e)) {
                    waiting.addFirst(next);
                    if (onTheirWay.isEmpty()) {
                        completions.execute(this::sendSoon);
                    }
                    return;
                }
                finish(next, new LinkException("not published to " + next.topic() + ": " + Trouble.of(e).text(), true));
            }
        }
    }

    /** Paho's own window frees a place a moment later than it says, and a loss is reported a moment later too. */
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

    private void sent(Outgoing outgoing, IMqttToken token) {
        int[] codes = token.getReasonCodes();
        int code = codes == null || codes.length == 0 ? 0 : codes[0];
        LinkException refusal = code < 0x80 ? null : new LinkException(settings.user() + " may not publish to "
                + outgoing.topic() + " on " + settings.address() + ": " + Trouble.reason(code), true);
        synchronized (this) {
            if (onTheirWay.remove(outgoing)) {
                finish(outgoing, refusal);
            }
            send();
            notifyAll();
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
        synchronized (finished) {
            finished.addLast(() -> outgoing.done().accept(failure));
            if (finished.size() > 1) {
                return;
            }
        }
        completions.execute(this::tellFinished);
    }

    /** One run for all that have finished by then; the first stays in the queue until it has run. */
    private void tellFinished() {
        Runnable next;
        synchronized (finished) {
            next = finished.peekFirst();
        }
        while (next != null) {
            next.run();
            synchronized (finished) {
                finished.removeFirst();
                next = finished.peekFirst();
            }
        }
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
        closed = true;
        List<Outgoing> rest = new ArrayList<>(onTheirWay);
        rest.addAll(waiting);
        onTheirWay.clear();
        waiting.clear();
        rest.forEach(outgoing -> finish(outgoing,
                new LinkException("not published to " + outgoing.topic() + ": stopped", false)));
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
