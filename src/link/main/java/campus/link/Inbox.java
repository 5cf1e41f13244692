package campus.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * What a consumer has received and not yet handled or acknowledged, in the order of arrival. Paho's thread puts, a
 * thread of the consumer takes; acknowledgements leave in the order of arrival (MQTT 5 section 4.6), each on the
 * connection that delivered the message last.
 *
 * <p>QoS 1 is bounded by the receive maximum, even where the broker sends more. QoS 0 is not: when the queue is full
 * Paho's thread waits, and TCP with it; only where the handler has not moved for half a keep-alive, so that waiting
 * longer would cost the connection, messages of QoS 0 are dropped and counted.
 */
final class Inbox {

    private static final int MIN_CAPACITY = 1000;

    private static final long LOOK_MILLIS = 100;

    private final int window;
    private final int capacity;
    private final long patienceNanos;
    private final Deque<Delivery> work = new ArrayDeque<>();
    private final Deque<Delivery> unacknowledged = new ArrayDeque<>();
    private long lastTake = System.nanoTime();
    private long dropped;
    private long repeated;
    private boolean suspended;
    private Connection settled;
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
        this.window = receiveMaximum;
        this.capacity = Math.max(MIN_CAPACITY, receiveMaximum);
        this.patienceNanos = Math.max(1, keepAlive.toNanos() / 2);
    }

    /** Takes in a message from Paho's thread. */
    synchronized void put(Connection connection, String topic, MqttMessage message) {
        if (message.getQos() == 0) {
            if (!hasRoom(connection)) {
                dropped++;
                return;
            }
            add(new Delivery(connection, topic, message));
            return;
        }
        Delivery earlier = connection.sessionPresent() && connection != settled
                ? earlier(connection, topic, message)
                : null;
        if (earlier == null) {
            awaitWindow(connection);
        }
        Delivery delivery = earlier == null ? new Delivery(connection, topic, message) : earlier;
        unacknowledged.addLast(delivery);
        if (earlier == null) {
            add(delivery);
        } else {
            repeated++;
            delivery.connection = connection;
            acknowledgeHandled();
        }
    }

    /**
     * The same message from an earlier connection, still here: a resumed session repeats what was not acknowledged,
     * under the same packet identifier (MQTT 5 section 4.4), before anything else. Later the identifier may be another
     * message's, with the same text: a broker that crashed has forgotten what it gave out.
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

    /** Mosquitto 2.0 sends beyond the receive maximum in a session read from its database: TCP waits then. */
    private void awaitWindow(Connection connection) {
        while (unacknowledged.size() >= window && !closed && connection.isOpen()
                && unacknowledged.stream().filter(delivery -> delivery.connection == connection).count() >= window) {
            pause(LOOK_MILLIS);
        }
    }

    private boolean hasRoom(Connection connection) {
        while (work.size() >= capacity && !closed && connection.isOpen()) {
            long left = patienceNanos - (System.nanoTime() - lastTake);
            if (left <= 0) {
                return false;
            }
            pause(left / 1_000_000 + 1);
        }
        return !closed && connection.isOpen();
    }

    private void add(Delivery delivery) {
        work.addLast(delivery);
        if (work.size() == 1) {
            notifyAll();
        }
    }

    /** The next message to handle; null when the inbox is closed. */
    synchronized Delivery take() {
        while ((work.isEmpty() || suspended) && !closed) {
            pause(0);
        }
        if (closed) {
            return null;
        }
        lastTake = System.nanoTime();
        if (work.size() == capacity) {
            notifyAll();
        }
        return work.removeFirst();
    }

    /** Lets {@link #take()} wait, or go on. */
    synchronized void suspend(boolean suspend) {
        suspended = suspend;
        lastTake = System.nanoTime();
        notifyAll();
    }

    /** The route has finished well with a message: it is acknowledged once those before it are. */
    synchronized void handled(Delivery delivery) {
        delivery.handled = true;
        if (delivery.message.getQos() > 0) {
            acknowledgeHandled();
        }
    }

    /** The route has failed with a message and should see it again. */
    synchronized void again(Delivery delivery) {
        if (!closed) {
            add(delivery);
        }
    }

    /**
     * A new connection is up: what the broker has forgotten it will not deliver again, and a new message may come
     * under its packet identifier. The route finishes what it has in hand, unacknowledged.
     */
    synchronized void resumed(Connection connection) {
        if (!connection.sessionPresent()) {
            unacknowledged.removeIf(delivery -> delivery.connection != connection);
        }
    }

    /** The subscription is granted, so whatever the broker repeats it has repeated: what is left will not come again. */
    synchronized void settled(Connection connection) {
        settled = connection;
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

    /** Messages of QoS 0 that were dropped, as the route did not move. */
    synchronized long dropped() {
        return dropped;
    }

    /** Messages that came again after a reconnect and were not handled twice. */
    synchronized long repeated() {
        return repeated;
    }

    /** Ends {@link #take()}; what was not handled stays unacknowledged, for the broker to deliver again. */
    synchronized void close() {
        closed = true;
        work.clear();
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
