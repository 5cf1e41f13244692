package campus.link;

import campus.link.connection.Connection;
import campus.link.timing.Batch;
import campus.link.wire.Packets;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that a link has received and not yet acknowledged, in the order of arrival. Acknowledgements are sent in
 * that order (MQTT 5 section 4.6), each on the connection that delivered the message last: PUBACK, or PUBREC at QoS 2.
 * All of it happens on the event loop, except {@link #handled}.
 */
final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final LinkSettings settings;
    private final Deque<Delivery> unacknowledged = new ArrayDeque<>();
    /** QoS 2: fingerprints of what was acknowledged by PUBREC and not yet released, by packet identifier. */
    private final Map<Integer, Long> unreleased = new HashMap<>();
    private final Queue<Delivery> handled = new LinkedBlockingQueue<>();
    private final Batch taking;
    /** The size of {@link #unacknowledged}, for other threads. */
    private volatile int outstanding;
    /** Those of the consumers that messages are for. */
    final List<Subscription> subscriptions = new ArrayList<>();
    /** Whether the session may have subscriptions of stopped consumers too. */
    boolean leftOver;
    /** Handled after their connection was lost, by packet identifier: acknowledged if they come again. */
    private final Map<Integer, Delivery> repeatable = new HashMap<>();
    private Connection makingWay;
    private Runnable onReleased = () -> { };

    Inbox(LinkSettings settings, EventLoop loop) {
        this.settings = settings;
        this.taking = new Batch(loop, this::takeHandled);
    }

    /** Takes in a message. */
    void received(Connection connection, MqttPublishMessage publish) {
        String topic = publish.variableHeader().topicName();
        MqttMessage message = Packets.message(publish);
        if (message.getQos() == 0) {
            deliver(new Delivery(connection, topic, message));
            return;
        }
        Long received = unreleased.get(message.getId());
        if (message.getQos() == 2 && received != null && received == Delivery.fingerprint(topic, message)) {
            // The PUBREC was lost, not the message (MQTT 5 section 4.3.3).
            connection.send(Packets.reply(MqttMessageType.PUBREC, message.getId()));
            return;
        }
        Delivery earlier = earlier(connection, topic, message);
        if (earlier != null) {
            earlier.connection = connection;
            unacknowledged.addLast(earlier);
            acknowledge();
            return;
        }
        Delivery delivery = new Delivery(connection, topic, message);
        unacknowledged.addLast(delivery);
        int receiveMaximum = settings.config().getReceiveMaximum();
        if (unacknowledged.size() > receiveMaximum && outstanding(connection) > receiveMaximum) {
            // Mosquitto 2.0 exceeds Receive Maximum in a session that it has read from its database: TCP waits.
            connection.pause(this);
        }
        outstanding = unacknowledged.size();
        deliver(delivery);
    }

    private void deliver(Delivery delivery) {
        // A broker may have rewritten the topic; so it is asked only if there is a choice.
        boolean choice = leftOver || subscriptions.size() > 1;
        for (Subscription subscription : subscriptions) {
            if (!choice || subscription.matches(delivery.topic())) {
                deliver(delivery, subscription);
            }
        }
        if (delivery.isHandled() && delivery.message().getQos() > 0) {
            if (settings.isDurable()) {
                delivery.unclaimed();
            } else {
                acknowledge();
            }
        }
    }

    private void deliver(Delivery delivery, Subscription subscription) {
        boolean wayMade = delivery.connection == makingWay;
        if (wayMade && delivery.message().getQos() == 0 && subscription.isFull()) {
            subscription.drop(delivery);
            return;
        }
        delivery.claim();
        if (!subscription.receive(delivery) && !wayMade) {
            delivery.connection.pause(subscription);
        }
    }

    private long outstanding(Connection connection) {
        return unacknowledged.stream().filter(delivery -> delivery.connection == connection).count();
    }

    /**
     * Removes and returns the same message of an earlier connection; null if there is none. A resumed session repeats
     * what was not acknowledged, under the same packet identifier and with the DUP flag (MQTT 5 sections 3.3.1.1 and
     * 4.4). Without the flag the identifier belongs to another message: a broker that crashed has lost its identifiers.
     */
    private Delivery earlier(Connection connection, String topic, MqttMessage message) {
        Delivery done = repeatable.remove(message.getId());
        if (!message.isDuplicate() || !connection.sessionPresent()) {
            return null;
        }
        if (done != null && done.isSame(topic, message)) {
            return done;
        }
        Delivery same = unacknowledged.stream()
                .filter(delivery -> delivery.connection != connection && delivery.isSame(topic, message))
                .findFirst().orElse(null);
        unacknowledged.remove(same);
        return same;
    }

    /** QoS 2: the broker has noted the PUBREC (MQTT 5 section 4.3.3). */
    void released(Connection connection, int id) {
        unreleased.remove(id);
        connection.send(Packets.reply(MqttMessageType.PUBCOMP, id));
        if (unreleased.isEmpty()) {
            onReleased.run();
        }
    }

    /** QoS 2: calls back when every message is released. */
    void whenReleased(Runnable done) {
        onReleased = done;
        if (unreleased.isEmpty()) {
            done.run();
        }
    }

    /** A consumer has handled a message. May be called by any thread. */
    void handled(Delivery delivery) {
        if (delivery.message().getQos() == 0) {
            return;
        }
        handled.add(delivery);
        if (2 * handled.size() >= outstanding) {
            taking.now();
        } else {
            taking.soon();
        }
    }

    private void takeHandled() {
        Connection last = null;
        for (Delivery delivery = handled.poll(); delivery != null; delivery = handled.poll()) {
            delivery.handled();
            last = delivery.connection;
        }
        acknowledge();
        outstanding = unacknowledged.size();
        if (last != null && last.isOpen()) {
            last.flush();
        }
    }

    private void acknowledge() {
        for (Iterator<Delivery> all = unacknowledged.iterator(); all.hasNext();) {
            Delivery delivery = all.next();
            Connection connection = delivery.connection;
            if (connection.isOpen() && delivery.isHandled()) {
                all.remove();
                acknowledge(connection, delivery);
            } else if (connection.isOpen() && !delivery.isUnclaimed()) {
                return;
            } else if (delivery.isHandled()) {
                all.remove();
                repeatable.put(delivery.message().getId(), delivery);
            }
        }
    }

    private void acknowledge(Connection connection, Delivery delivery) {
        int id = delivery.message().getId();
        boolean exactlyOnce = delivery.message().getQos() == 2;
        if (exactlyOnce) {
            unreleased.put(id, Delivery.fingerprint(delivery.topic(), delivery.message()));
        }
        connection.send(Packets.reply(exactlyOnce ? MqttMessageType.PUBREC : MqttMessageType.PUBACK, id));
        connection.resume(this);
    }

    /**
     * A new connection is up. If the broker has lost the session, it does not repeat its messages, and a new message
     * may have the packet identifier of an old one: the routes finish the old ones, which are not acknowledged.
     */
    void connected(Connection connection) {
        makingWay = null;
        unacknowledged.removeIf(Delivery::isUnclaimed);
        if (!connection.sessionPresent()) {
            unacknowledged.clear();
            repeatable.clear();
            unreleased.clear();
        }
    }

    /**
     * Reads on although a consumer does not keep up: its messages of QoS 0 are dropped meanwhile.
     *
     * @param connection null to end this
     */
    void makeWay(Connection connection) {
        boolean begins = connection != null && makingWay == null;
        makingWay = connection;
        if (begins) {
            LOG.warn("{}: messages of QoS 0 are dropped, as their route does not keep up and the connection is needed"
                    + " for acknowledgements", settings.name());
            subscriptions.forEach(connection::resume);
        }
    }

    /** Whether the broker waits for the acknowledgement of messages whose consumer has stopped. */
    boolean hasUnclaimed() {
        takeHandled();
        return unacknowledged.stream().anyMatch(Delivery::isUnclaimed);
    }
}
