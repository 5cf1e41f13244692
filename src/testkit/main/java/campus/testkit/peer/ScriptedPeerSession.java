package campus.testkit.peer;

import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the {@link ScriptedPeer} keeps of one client (MQTT 5 section 4.1): its filters, what is queued for it, what it
 * has not acknowledged, and how far each QoS 2 exchange has come. It outlives a connection that asked for it with a
 * session expiry interval; the time itself is not kept.
 */
public final class ScriptedPeerSession {

    private static final int MAX_PACKET_ID = 65_535;

    /** A message under way to the client, and the connection that it was last sent on. */
    private static final class Outgoing {
        private final ScriptedPeerMessage message;
        private ScriptedPeerConnection sentOn;
        private boolean released;

        private Outgoing(ScriptedPeerMessage message, ScriptedPeerConnection sentOn) {
            this.message = message;
            this.sentOn = sentOn;
        }
    }

    private final ScriptedPeer peer;
    private final Deque<ScriptedPeerMessage> queue = new ArrayDeque<>();
    private final Map<Integer, Outgoing> outgoing = new LinkedHashMap<>();
    private final Map<Integer, ScriptedPeerPacket> unreleased = new LinkedHashMap<>();
    private final Map<String, Integer> filters = new LinkedHashMap<>();
    private ScriptedPeerConnection connection;
    private int lastPacketId;

    ScriptedPeerSession(ScriptedPeer peer) {
        this.peer = peer;
    }

    /** Sends a message as soon as the client is connected and its Receive Maximum allows, subscribed or not. */
    public void deliver(String topic, String payload, int qos) {
        deliver(List.of(ScriptedPeerMessage.of(topic, payload, qos)));
    }

    /** As {@link #deliver(String, String, int)}, many in one go. */
    public void deliver(List<ScriptedPeerMessage> messages) {
        peer.onLoop(() -> {
            queue.addAll(messages);
            flow();
        });
    }

    /** The packet ids of what was sent and has not been acknowledged to the end, in the order of sending. */
    public List<Integer> outstanding() {
        synchronized (peer.lock) {
            return List.copyOf(outgoing.keySet());
        }
    }

    /** How many messages have not been sent for the first time. */
    public int queued() {
        synchronized (peer.lock) {
            return queue.size();
        }
    }

    /** The packet ids of QoS 2 messages that came and whose PUBREL has not. */
    public List<Integer> unreleased() {
        synchronized (peer.lock) {
            return List.copyOf(unreleased.keySet());
        }
    }

    /** The filters subscribed to, with the QoS granted. */
    public Map<String, Integer> filters() {
        synchronized (peer.lock) {
            return Map.copyOf(filters);
        }
    }

    // All that follows runs on the loop, under the lock.

    boolean isSubscribed() {
        return !filters.isEmpty();
    }

    void subscribed(String filter, int code) {
        if (code < 0x80) {
            filters.put(filter, code);
        }
    }

    void unsubscribed(String filter) {
        filters.remove(filter);
    }

    void resumeOn(ScriptedPeerConnection current) {
        connection = current;
        flow();
    }

    void leave(ScriptedPeerConnection gone) {
        if (connection == gone) {
            connection = null;
        }
    }

    boolean isOn(ScriptedPeerConnection other) {
        return connection == other;
    }

    /** Sends all that may be sent: first again what the client has not acknowledged, then what is queued. */
    void flow() {
        if (connection == null || connection.holdsDeliveries()) {
            return;
        }
        outgoing.forEach((id, sent) -> {
            if (sent.sentOn != connection) {
                sent.sentOn = connection;
                connection.write(sent.released
                        ? ScriptedPeerAnswers.acknowledgement(MqttMessageType.PUBREL, id, 0, "")
                        : ScriptedPeerAnswers.publish(sent.message, id, true));
            }
        });
        while (!queue.isEmpty() && (queue.peek().qos() == 0 || outgoing.size() < connection.receiveMaximum())) {
            ScriptedPeerMessage message = queue.remove();
            send(message, message.qos() == 0 ? 0 : nextPacketId(), false);
        }
        connection.flush();
    }

    void send(ScriptedPeerMessage message, int packetId, boolean dup) {
        if (message.qos() > 0) {
            outgoing.put(packetId, new Outgoing(message, connection));
        }
        connection.write(ScriptedPeerAnswers.publish(message, packetId, dup));
    }

    void pubAck(ScriptedPeerPacket packet) {
        if (expected(packet, 1, false)) {
            outgoing.remove(packet.packetId());
            flow();
        }
    }

    /** The reason code for the PUBREL, or -1 where the exchange ends here. */
    int pubRec(ScriptedPeerPacket packet) {
        if (!expected(packet, 2, false)) {
            return outgoing.containsKey(packet.packetId()) ? 0 : 0x92;
        }
        if (packet.reasonCode() >= 0x80) {
            outgoing.remove(packet.packetId());
            flow();
            return -1;
        }
        outgoing.get(packet.packetId()).released = true;
        return 0;
    }

    void pubComp(ScriptedPeerPacket packet) {
        if (expected(packet, 2, true)) {
            outgoing.remove(packet.packetId());
            flow();
        }
    }

    /** Whether the client publishes this for the first time, not again. */
    boolean isNew(ScriptedPeerPacket publish) {
        return unreleased.putIfAbsent(publish.packetId(), publish) == null;
    }

    /** Whether there was such an exchange to end. */
    boolean release(ScriptedPeerPacket pubRel) {
        return unreleased.remove(pubRel.packetId()) != null;
    }

    private boolean expected(ScriptedPeerPacket packet, int qos, boolean released) {
        Outgoing sent = outgoing.get(packet.packetId());
        boolean expected = sent != null && sent.sentOn == connection && sent.message.qos() == qos
                && sent.released == released;
        if (!expected) {
            peer.wrongAck(packet);
        }
        return expected;
    }

    private int nextPacketId() {
        do {
            lastPacketId = lastPacketId % MAX_PACKET_ID + 1;
        } while (outgoing.containsKey(lastPacketId));
        return lastPacketId;
    }
}
