package campus.testkit.peer;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the {@link ScriptedPeer} keeps of one client (MQTT 5 section 4.1): whether it has subscribed, what is queued for
 * it, and what it has not acknowledged. A session with an expiry interval above 0 outlives its connection, and does not
 * expire; but QoS 2 messages of the client are followed on their connection only.
 */
public final class ScriptedPeerSession {

    private static final int MAX_PACKET_ID = 65_535;

    /** A message under way to the client, and the answer that is due. */
    private record Outgoing(ScriptedPeerMessage message, MqttMessageType due) {
    }

    private final ScriptedPeer peer;
    private final Deque<ScriptedPeerMessage> queue = new ArrayDeque<>();
    private final Map<Integer, Outgoing> outgoing = new LinkedHashMap<>();
    /** Null while the client is not connected. */
    ScriptedPeerConnection connection;
    private boolean subscribed;
    private int lastPacketId;

    ScriptedPeerSession(ScriptedPeer peer) {
        this.peer = peer;
    }

    /** Sends a message as soon as the client is connected and its Receive Maximum allows it, subscribed or not. */
    public void deliver(String topic, String payload, int qos) {
        deliver(List.of(ScriptedPeerMessage.of(topic, payload, qos)));
    }

    /** As {@link #deliver(String, String, int)}, with many messages. */
    public void deliver(List<ScriptedPeerMessage> messages) {
        peer.onLoop(() -> {
            queue.addAll(messages);
            flow();
            return queue;
        });
    }

    /** The packet identifiers of messages whose exchange has not ended, in the order of sending. */
    public List<Integer> outstanding() {
        return peer.onLoop(() -> List.copyOf(outgoing.keySet()));
    }

    /** How many messages have not been sent for the first time. */
    public int queued() {
        return peer.onLoop(queue::size);
    }

    // All that follows runs on the loop.

    boolean isSubscribedOn(ScriptedPeerConnection other) {
        return subscribed && connection == other;
    }

    void resumeOn(ScriptedPeerConnection current) {
        connection = current;
        outgoing.forEach((id, sent) -> {
            if (sent.due == MqttMessageType.PUBCOMP) {
                acknowledge(current, MqttMessageType.PUBREL, id, 0);
            } else {
                current.write(sent.message.packet(id, true));
            }
        });
        flow();
    }

    void leave(ScriptedPeerConnection gone) {
        connection = connection == gone ? null : connection;
    }

    void subscribe(ScriptedPeerConnection on, ScriptedPeerPacket packet) {
        IntStream.Builder body = IntStream.builder().add(packet.packetId() >> 8).add(packet.packetId()).add(0);
        packet.filters().forEach((filter, qos) -> {
            int code = on.script.codeFor(MqttMessageType.SUBACK, filter, qos);
            subscribed |= code < 0x80;
            body.add(code);
        });
        on.answer(packet, () -> on.write(MqttMessageType.SUBACK, body.build().toArray()));
    }

    void publish(ScriptedPeerConnection on, ScriptedPeerPacket packet) {
        int maximum = on.script.get(MqttPropertyType.RECEIVE_MAXIMUM, 65_535);
        boolean isNew = packet.qos() > 0 && on.unanswered.add(packet.packetId());
        if (packet.properties().containsKey(MqttPropertyType.TOPIC_ALIAS)) {
            on.refuse(packet, 0x94, "has a topic alias, which the peer does not resolve");
        } else if (packet.qos() == 0) {
            peer.accepted.add(packet);
        } else if (on.unanswered.size() > maximum) {
            on.refuse(packet, 0x93, "exceeds the Receive Maximum of " + maximum);
        } else {
            MqttMessageType answer = packet.qos() == 1 ? MqttMessageType.PUBACK : MqttMessageType.PUBREC;
            int code = on.script.codeFor(answer, packet.topic(), 0);
            if (code < 0x80 && (packet.qos() == 1 || isNew)) {
                peer.accepted.add(packet);
            }
            on.answer(packet, () -> {
                if (packet.qos() == 1 || code >= 0x80) {
                    on.unanswered.remove(packet.packetId());
                }
                acknowledge(on, answer, packet.packetId(), code);
            });
        }
    }

    void pubRel(ScriptedPeerConnection on, ScriptedPeerPacket packet) {
        int code = on.unanswered.remove(packet.packetId()) ? 0 : 0x92;
        on.answer(packet, () -> acknowledge(on, MqttMessageType.PUBCOMP, packet.packetId(), code));
    }

    /** Takes a PUBACK, PUBREC or PUBCOMP; it is a fault if it is not due for its message on this connection. */
    void acknowledged(ScriptedPeerConnection on, ScriptedPeerPacket packet) {
        int packetId = packet.packetId();
        Outgoing sent = outgoing.get(packetId);
        if (sent == null || connection != on || sent.due != packet.type()) {
            peer.wrongAcks.add(packet);
            on.fault(packet + " acknowledges what is not outstanding");
        } else if (sent.due == MqttMessageType.PUBREC) {
            outgoing.put(packetId, new Outgoing(sent.message, MqttMessageType.PUBCOMP));
            on.answer(packet, () -> acknowledge(on, MqttMessageType.PUBREL, packetId, 0));
        } else {
            outgoing.remove(packetId);
            flow();
        }
    }

    /** Sends what is queued, as far as the client's Receive Maximum allows. */
    private void flow() {
        if (connection == null) {
            return;
        }
        while (!queue.isEmpty() && (queue.peek().qos() == 0 || outgoing.size() < connection.receiveMaximum())) {
            ScriptedPeerMessage message = queue.remove();
            int packetId = message.qos() == 0 ? 0 : nextPacketId();
            if (packetId > 0) {
                outgoing.put(packetId, new Outgoing(message,
                        message.qos() == 1 ? MqttMessageType.PUBACK : MqttMessageType.PUBREC));
            }
            connection.write(message.packet(packetId, false));
        }
        connection.flush();
    }

    private static void acknowledge(ScriptedPeerConnection on, MqttMessageType type, int packetId, int reasonCode) {
        on.write(type, packetId >> 8, packetId, reasonCode, 0);
    }

    private int nextPacketId() {
        do {
            lastPacketId = lastPacketId % MAX_PACKET_ID + 1;
        } while (outgoing.containsKey(lastPacketId));
        return lastPacketId;
    }
}
