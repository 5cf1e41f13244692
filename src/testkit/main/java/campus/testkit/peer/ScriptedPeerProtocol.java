package campus.testkit.peer;

import campus.testkit.peer.ScriptedPeerPacket.Connect;
import campus.testkit.peer.ScriptedPeerScript.Ending;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The answers of the {@link ScriptedPeer} on one connection, and the watch over what a client must not send. */
final class ScriptedPeerProtocol {

    private final ScriptedPeer peer;
    private final ScriptedPeerConnection connection;
    private final ScriptedPeerScript script;
    private final Set<Integer> unanswered = new HashSet<>();
    private final Map<Integer, String> aliases = new HashMap<>();
    private ScriptedPeerSession session;
    private Connect connect;
    private int sessionExpiry;
    private int receiveMaximum;
    private int aliasMaximum;
    private int maximumPacketSize;

    ScriptedPeerProtocol(ScriptedPeer peer, ScriptedPeerConnection connection, ScriptedPeerScript script) {
        this.peer = peer;
        this.connection = connection;
        this.script = script;
    }

    ScriptedPeerSession session() {
        return session;
    }

    String clientId() {
        return connect == null ? null : connect.clientId();
    }

    void ended() {
        if (session != null) {
            session.leave(connection);
            if (sessionExpiry == 0) {
                peer.forget(connect.clientId(), session);
            }
        }
    }

    void receive(ScriptedPeerPacket packet, int remainingLength) {
        if (connect == null && packet.type() != MqttMessageType.CONNECT) {
            peer.fault(connection, packet + " before CONNECT");
            connection.end(Ending.CLOSE);
            return;
        }
        if (maximumPacketSize > 0 && remainingLength + 2 > maximumPacketSize) {
            refuse(packet, 0x95, "is larger than the Maximum Packet Size of " + maximumPacketSize);
            return;
        }
        switch (packet.type()) {
            case CONNECT -> connect(packet);
            case SUBSCRIBE -> subscribe(packet);
            case UNSUBSCRIBE -> unsubscribe(packet);
            case PUBLISH -> publish(packet);
            case PUBREL -> pubRel(packet);
            case PUBACK -> session.pubAck(packet);
            case PUBREC -> pubRec(packet);
            case PUBCOMP -> session.pubComp(packet);
            case PINGREQ -> connection.answer(packet, () -> connection.write(ScriptedPeerAnswers.pingResp()));
            case DISCONNECT -> {
                sessionExpiry = packet.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, sessionExpiry);
                connection.finish("the client's DISCONNECT");
            }
            default -> peer.fault(connection, packet + " is not for a client to send");
        }
    }

    private void connect(ScriptedPeerPacket packet) {
        connect = packet.connect();
        sessionExpiry = packet.sessionExpiry();
        int code = script.connAckCode();
        if (code >= 0x80) {
            connection.answer(packet, () -> {
                connection.write(ScriptedPeerAnswers.connAck(code, false, script.connAckProperties()));
                connection.finish(String.format("the peer's CONNACK 0x%02X", code));
            });
            return;
        }
        takeOver();
        boolean resumed = !connect.cleanStart() && peer.hasSession(connect.clientId());
        if (!resumed) {
            peer.forget(connect.clientId());
        }
        session = peer.session(connect.clientId());
        connection.answer(packet, () -> welcome(code, resumed));
    }

    /** Ends an older connection of the same client, as MQTT 5 section 3.1.4 asks. */
    private void takeOver() {
        for (ScriptedPeerConnection other : peer.connections()) {
            if (other != connection && other.isOpen() && !connect.clientId().isEmpty()
                    && connect.clientId().equals(other.clientId())) {
                other.disconnect(0x8E);
            }
        }
    }

    private void welcome(int code, boolean resumed) {
        receiveMaximum = script.announced(MqttPropertyType.RECEIVE_MAXIMUM, 65_535);
        aliasMaximum = script.announced(MqttPropertyType.TOPIC_ALIAS_MAXIMUM, 0);
        maximumPacketSize = script.announced(MqttPropertyType.MAXIMUM_PACKET_SIZE, 0);
        MqttProperties properties = script.connAckProperties();
        if (connect.clientId().isEmpty()) {
            properties.add(new MqttProperties.StringProperty(
                    MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER.value(), "assigned-" + connection.number()));
        }
        connection.write(ScriptedPeerAnswers.connAck(code, script.claimsSession(resumed), properties));
        // Nothing is flushed in between: what is queued follows in the same segment.
        session.resumeOn(connection);
    }

    private void subscribe(ScriptedPeerPacket packet) {
        List<Integer> codes = new ArrayList<>();
        packet.filters().forEach((filter, qos) -> {
            int code = script.codeFor(MqttMessageType.SUBACK, filter, qos);
            codes.add(code);
            session.subscribed(filter, code);
        });
        String reason = script.reason(codes.stream().max(Integer::compare).orElse(0));
        connection.answer(packet,
                () -> connection.write(ScriptedPeerAnswers.subAck(packet.packetId(), codes, reason)));
    }

    private void unsubscribe(ScriptedPeerPacket packet) {
        packet.filters().keySet().forEach(session::unsubscribed);
        connection.answer(packet, () -> connection.write(
                ScriptedPeerAnswers.unsubAck(packet.packetId(), packet.filters().size())));
    }

    private void publish(ScriptedPeerPacket packet) {
        String topic = topic(packet);
        if (topic == null) {
            return;
        }
        ScriptedPeerPacket message = packet.withTopic(topic);
        if (packet.qos() == 0) {
            peer.accept(message);
            return;
        }
        unanswered.add(packet.packetId());
        if (unanswered.size() > receiveMaximum && receiveMaximum > 0) {
            refuse(packet, 0x93, "exceeds the Receive Maximum of " + receiveMaximum);
            return;
        }
        MqttMessageType answer = packet.qos() == 1 ? MqttMessageType.PUBACK : MqttMessageType.PUBREC;
        int code = script.codeFor(answer, topic, 0);
        if (code < 0x80 && (packet.qos() == 1 || session.isNew(packet))) {
            peer.accept(message);
        }
        connection.answer(packet, () -> {
            if (packet.qos() == 1 || code >= 0x80) {
                unanswered.remove(packet.packetId());
            }
            acknowledge(answer, packet.packetId(), code);
        });
    }

    private void pubRel(ScriptedPeerPacket packet) {
        int code = session.release(packet) ? 0 : 0x92;
        connection.answer(packet, () -> {
            unanswered.remove(packet.packetId());
            acknowledge(MqttMessageType.PUBCOMP, packet.packetId(), code);
        });
    }

    private void pubRec(ScriptedPeerPacket packet) {
        int code = session.pubRec(packet);
        if (code >= 0) {
            connection.answer(packet, () -> acknowledge(MqttMessageType.PUBREL, packet.packetId(), code));
        }
    }

    private void acknowledge(MqttMessageType type, int packetId, int code) {
        connection.write(ScriptedPeerAnswers.acknowledgement(type, packetId, code, script.reason(code)));
    }

    /** The topic of a PUBLISH, looked up where an alias stands for it; null where that cannot be. */
    private String topic(ScriptedPeerPacket packet) {
        int alias = packet.number(MqttPropertyType.TOPIC_ALIAS, -1);
        if (alias == 0 || alias > aliasMaximum) {
            refuse(packet, 0x94, "exceeds the Topic Alias Maximum of " + aliasMaximum);
            return null;
        }
        if (alias > 0 && !packet.topic().isEmpty()) {
            aliases.put(alias, packet.topic());
        }
        String topic = packet.topic().isEmpty() ? aliases.get(alias) : packet.topic();
        if (topic == null) {
            refuse(packet, 0x82, "has no topic, and the alias has not been defined on this connection");
        }
        return topic;
    }

    private void refuse(ScriptedPeerPacket packet, int code, String why) {
        peer.fault(connection, packet + " " + why);
        connection.disconnect(code);
    }
}
