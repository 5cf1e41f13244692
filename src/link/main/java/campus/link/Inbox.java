package campus.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * The messages that a consumer has received and not yet handled or acknowledged, in the order of arrival. Paho's thread
 * puts, a thread of the consumer takes. Acknowledgements are sent in the order of arrival (MQTT 5 section 4.6), each on
 * the connection that delivered the message last.
 *
 * <p>Messages of QoS 1 are bounded by Receive Maximum, even if the broker sends more. Messages of QoS 0 are bounded by
 * the capacity: if the inbox is full, Paho's thread waits, and the broker with it. If the consumer has taken nothing
 * for half of Keep Alive, a longer wait would cost the connection; then messages of QoS 0 are dropped.
 */
final class Inbox {

    private static final int MIN_CAPACITY = 1000;

    private static final long POLL_MILLIS = 100;

    private final int receiveMaximum;
    private final int capacity;
    private final long stalledNanos;
    private final Deque<Delivery> queue = new ArrayDeque<>();
    private final Deque<Delivery> unacknowledged = new ArrayDeque<>();
    private long lastTake = System.nanoTime();
    private boolean suspended;
    private Connection subscribed;
    private boolean closed;

    /** One message on its way through the route. */
    static final class Delivery {

        private final String topic;
        private final MqttMessage message;
        private Connection connection;
        private int packetId;
        private boolean handled;

        private Delivery(Connection connection, String topic, MqttMessage message) {
            this.connection = connection;
            this.topic = topic;
            this.message = message;
            this.packetId = message.getId();
        }

        String topic() {
            return topic;
        }

        MqttMessage message() {
            return message;
        }

        private boolean isSame(String otherTopic, MqttMessage other) {
            return packetId == other.getId() && topic.equals(otherTopic)
                    && Arrays.equals(message.getPayload(), other.getPayload());
        }
    }

    Inbox(int receiveMaximum, Duration keepAlive) {
        this.receiveMaximum = receiveMaximum;
        this.capacity = Math.max(MIN_CAPACITY, receiveMaximum);
        this.stalledNanos = Math.max(1, keepAlive.toNanos() / 2);
    }

    /** Takes in a message, on Paho's thread. */
    synchronized void put(Connection connection, String topic, MqttMessage message) {
        if (message.getQos() == 0) {
            if (awaitCapacity(connection)) {
                add(new Delivery(connection, topic, message));
            }
            return;
        }
        Delivery earlier = connection.sessionPresent() && connection != subscribed
                ? earlier(connection, topic, message)
                : null;
        if (earlier == null) {
            awaitReceiveMaximum(connection);
            Delivery delivery = new Delivery(connection, topic, message);
            unacknowledged.addLast(delivery);
            add(delivery);
        } else {
            unacknowledged.addLast(earlier);
            earlier.connection = connection;
            acknowledgeHandled();
        }
    }

    /**
     * Removes and returns the same message of an earlier connection; null if there is none. A resumed session repeats
     * what was not acknowledged, under the same packet identifier (MQTT 5 section 4.4), before anything else. Later the
     * identifier may belong to another message with the same payload: a broker that crashed has lost its identifiers.
     */
    private Delivery earlier(Connection connection, String topic, MqttMessage message) {
        for (Iterator<Delivery> all = unacknowledged.iterator(); all.hasNext();) {
            Delivery delivery = all.next();
            if (delivery.connection != connection && delivery.isSame(topic, message)) {
                all.remove();
                return delivery;
            }
        }
        return null;
    }

    /** Mosquitto 2.0 exceeds Receive Maximum in a session that it has read from its database: then TCP waits. */
    private void awaitReceiveMaximum(Connection connection) {
        while (unacknowledged.size() >= receiveMaximum && !closed && connection.isOpen()
                && unacknowledged.stream().filter(delivery -> delivery.connection == connection).count()
                        >= receiveMaximum) {
            pause(POLL_MILLIS);
        }
    }

    /** False if the message is to be dropped. */
    private boolean awaitCapacity(Connection connection) {
        while (queue.size() >= capacity && !closed && connection.isOpen()) {
            long left = stalledNanos - (System.nanoTime() - lastTake);
            if (left <= 0) {
                return false;
            }
            pause(left / 1_000_000 + 1);
        }
        return !closed && connection.isOpen();
    }

    private void add(Delivery delivery) {
        queue.addLast(delivery);
        if (queue.size() == 1) {
            notifyAll();
        }
    }

    /** Waits for the next message; null if the inbox is closed. */
    synchronized Delivery take() {
        while ((queue.isEmpty() || suspended) && !closed) {
            pause(0);
        }
        if (closed) {
            return null;
        }
        lastTake = System.nanoTime();
        if (queue.size() == capacity) {
            notifyAll();
        }
        return queue.removeFirst();
    }

    /** Makes {@link #take()} wait, or go on. */
    synchronized void suspend(boolean suspend) {
        suspended = suspend;
        lastTake = System.nanoTime();
        notifyAll();
    }

    /** The exchange of a message has completed: it is acknowledged after the messages before it. */
    synchronized void handled(Delivery delivery) {
        delivery.handled = true;
        if (delivery.message.getQos() > 0) {
            acknowledgeHandled();
        }
    }

    /** The exchange of a message has failed: {@link #take()} returns it again. */
    synchronized void redeliver(Delivery delivery) {
        if (!closed) {
            add(delivery);
        }
    }

    /**
     * A new connection is up. If the broker has lost the session, it does not repeat its messages, and a new message
     * may have the packet identifier of an old one: the route finishes the old ones, which are not acknowledged.
     */
    synchronized void reconnected(Connection connection) {
        if (!connection.sessionPresent()) {
            unacknowledged.removeIf(delivery -> delivery.connection != connection);
        }
    }

    /** The subscription is granted: the broker has repeated what it repeats, so older messages do not come again. */
    synchronized void subscribed(Connection connection) {
        subscribed = connection;
        unacknowledged.removeIf(delivery -> delivery.connection != connection && delivery.handled);
        notifyAll();
    }

    private void acknowledgeHandled() {
        for (Iterator<Delivery> all = unacknowledged.iterator(); all.hasNext();) {
            Delivery delivery = all.next();
            if (!delivery.connection.isOpen()) {
                continue;
            }
            if (!delivery.handled) {
                return;
            }
            delivery.connection.acknowledge(delivery.message);
            all.remove();
            notifyAll();
        }
    }

    /** Ends {@link #take()}; what was not handled is not acknowledged, so the broker delivers it again. */
    synchronized void close() {
        closed = true;
        queue.clear();
        notifyAll();
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }
}
