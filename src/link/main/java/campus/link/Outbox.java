package campus.link;

import campus.link.connection.Connection;
import campus.link.timing.CallbackQueue;
import campus.link.wire.ConnectFailure;
import campus.link.wire.PacketIds;
import campus.link.wire.Packets;
import campus.link.wire.ReasonCode;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * The messages that a link has to publish, in the order in which they came: some wait, some are in flight. After a lost
 * connection those of QoS 1 and 2 that were in flight are sent again first (MQTT 5 section 4.4); QoS 0 is not kept.
 */
final class Outbox {

    private static final int BATCH = 128;
    private static final long OVERDUE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LinkSettings settings;
    private final CallbackQueue callbacks;
    final OutQueue queue;
    private Connection connection;
    final PacketIds ids = new PacketIds();
    /** Taken from the queue, or to be sent again: the next to be sent. */
    private final Deque<OutgoingMessage> next = new ArrayDeque<>();
    private final Map<Integer, OutgoingMessage> inFlight = new LinkedHashMap<>();
    private int suspects;
    private long lastProgress = System.nanoTime();

    /** @param executor calls the senders back, so that the event loop does not */
    Outbox(LinkSettings settings, EventLoop loop, Executor executor) {
        this.settings = settings;
        this.queue = new OutQueue(settings, () -> loop.execute(this::sendNow));
        this.callbacks = new CallbackQueue(loop, executor);
    }

    /**
     * Takes a message, as {@link Link#publish}. If too many wait, it waits too while there is a connection, and fails
     * if there is none.
     */
    void publish(Object sender, String topic, MqttMessage message, Consumer<LinkException> done) {
        OutgoingMessage outgoing = new OutgoingMessage(sender, topic, message, done);
        LinkException failure = queue.add(outgoing);
        if (failure != null || message.getQos() == 0) {
            done.accept(failure);
        }
    }

    private void sendNow() {
        Connection present = connection;
        if (present != null) {
            send();
            present.flush();
        }
    }

    /** Writes as many messages as may be in flight and fit into the buffers; they leave with the next flush. */
    void send() {
        Connection present = connection;
        while (present != null && present == connection && present.isWritable()) {
            if (next.isEmpty()) {
                queue.take(next, BATCH);
            }
            OutgoingMessage first = next.peekFirst();
            if (first == null || first.qos() > 0 && inFlight.size() >= limit(present)) {
                return;
            }
            next.removeFirst();
            write(present, first);
        }
    }

    /** After a broker has ended the connection because of a message, one at a time, to find that message. */
    private int limit(Connection present) {
        return suspects > 0 ? 1 : Math.min(settings.extras().maxInflight(), present.limits().receiveMaximum());
    }

    private void write(Connection present, OutgoingMessage outgoing) {
        String refusal = present.limits().refusal(outgoing.topic, outgoing.message);
        if (refusal != null) {
            finish(outgoing, LinkException.notPublished(outgoing.topic, refusal, true));
            return;
        }
        if (outgoing.qos() == 0) {
            present.send(Packets.publish(outgoing.topic, outgoing.message, 0, false));
            return;
        }
        if (outgoing.id == 0) {
            outgoing.id = ids.take();
        }
        if (inFlight.isEmpty()) {
            lastProgress = System.nanoTime();
        }
        inFlight.put(outgoing.id, outgoing);
        if (outgoing.received) {
            present.send(Packets.reply(MqttMessageType.PUBREL, outgoing.id));
            return;
        }
        present.send(Packets.publish(outgoing.topic, outgoing.message, outgoing.id,
                outgoing.sent && present.sessionPresent()));
        outgoing.sent = true;
    }

    /** The broker has answered a message. */
    void answered(Connection from, MqttMessageType type, MqttPubReplyMessageVariableHeader reply) {
        OutgoingMessage outgoing = inFlight.get(reply.messageId());
        int code = reply.reasonCode() & 0xFF;
        lastProgress = System.nanoTime();
        if (type == MqttMessageType.PUBREC && !ReasonCode.isFailure(code)) {
            // A broker that repeats a PUBREC has not seen the PUBREL (MQTT 5 section 4.3.3).
            from.send(Packets.reply(MqttMessageType.PUBREL, reply.messageId()));
            if (outgoing != null) {
                outgoing.received = true;
            }
        } else if (outgoing != null && (type == MqttMessageType.PUBACK) == (outgoing.qos() == 1)) {
            boolean ok = !ReasonCode.isFailure(code) || type == MqttMessageType.PUBCOMP;
            done(outgoing, ok ? null : refused(outgoing, ReasonCode.failure(code,
                    Packets.reasonString(reply.properties()))));
        }
    }

    private LinkException refused(OutgoingMessage outgoing, ConnectFailure failure) {
        return new LinkException(settings.user() + " may not publish to " + outgoing.topic + " on "
                + settings.address() + ": " + failure.text(), true, failure.remedy());
    }

    private void done(OutgoingMessage outgoing, LinkException failure) {
        inFlight.remove(outgoing.id);
        ids.free(outgoing.id);
        suspects = Math.max(0, suspects - 1);
        finish(outgoing, failure);
    }

    private void finish(OutgoingMessage outgoing, LinkException failure) {
        if (outgoing.qos() > 0) {
            queue.finished(outgoing, failure);
            callbacks.add(() -> outgoing.done.accept(failure), inFlight.isEmpty());
        }
    }

    /** Puts a message before all others, on the event loop. */
    void first(String topic, MqttMessage message, Consumer<LinkException> done) {
        next.addFirst(new OutgoingMessage(this, topic, message, done));
    }

    /** A connection is up: what was in flight is sent again, then what waits. */
    void connected(Connection up) {
        if (!up.sessionPresent()) {
            forgetSession();
        }
        connection = up;
        queue.connected(up);
        send();
        up.flush();
    }

    /** Without its session a broker cannot tell a message of QoS 2 that it has from a new one. */
    private void forgetSession() {
        for (Iterator<OutgoingMessage> all = next.iterator(); all.hasNext();) {
            OutgoingMessage outgoing = all.next();
            if (outgoing.qos() == 2 && outgoing.sent) {
                all.remove();
                ids.free(outgoing.id);
                finish(outgoing, outgoing.received ? null : LinkException.notPublished(outgoing.topic,
                        "the broker has lost the session, so that it is not known whether it has the message", false));
            }
            outgoing.sent = false;
        }
    }

    /**
     * The connection is lost: what was in flight comes before what waits; messages of QoS 0 are dropped.
     *
     * @return whether a message in flight may be the cause, so that it is found on the next connections
     */
    boolean lost(ConnectFailure failure) {
        List<OutgoingMessage> before = new ArrayList<>(inFlight.values());
        inFlight.clear();
        boolean blamed = failure.kind() == ConnectFailure.Kind.BAD_PACKET && !before.isEmpty()
                && settings.retry() != LinkSettings.Retry.NEVER;
        if (blamed && before.size() == 1) {
            OutgoingMessage culprit = before.remove(0);
            ids.free(culprit.id);
            suspects = 0;
            finish(culprit, new LinkException("not published to " + culprit.topic + ": ", failure, null));
        } else if (blamed) {
            suspects = before.size();
        }
        before.addAll(next);
        next.clear();
        connection = null;
        queue.lost();
        before.stream().filter(outgoing -> outgoing.qos() > 0).forEach(next::addLast);
        return blamed;
    }

    /** Whether all messages have left, or there is no connection for them. */
    boolean isSent() {
        return connection == null || next.isEmpty() && inFlight.isEmpty() && queue.isEmpty() && connection.isFlushed();
    }

    /** Whether the broker has not answered a message yet. */
    boolean isWaiting() {
        return !inFlight.isEmpty();
    }

    /** Whether the broker has answered none of the messages in flight for half a minute. */
    boolean isOverdue() {
        return !inFlight.isEmpty() && System.nanoTime() - lastProgress > OVERDUE_NANOS;
    }

    /** Fails all messages, and all that come. */
    void close(LinkException reason) {
        connection = null;
        queue.close(reason);
        fail(null, reason);
    }

    /** Fails the messages of a sender; null for all. */
    void fail(Object sender, LinkException reason) {
        List<OutgoingMessage> all = new ArrayList<>(inFlight.values());
        all.addAll(next);
        all.removeIf(outgoing -> sender != null && outgoing.sender != sender);
        inFlight.values().removeAll(all);
        next.removeAll(all);
        all.addAll(queue.remove(sender));
        all.forEach(outgoing -> finish(outgoing, reason));
    }
}
