package campus.testkit.peer;

import campus.testkit.peer.ScriptedPeerScript.Ending;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One connection of a client to the {@link ScriptedPeer}: what came on it, and what to do to it next. */
public final class ScriptedPeerConnection {

    private record Withheld(ScriptedPeerPacket packet, Runnable answer) {
    }

    private final ScriptedPeer peer;
    private final int number;
    private final SocketChannel channel;
    private final ScriptedPeerScript script;
    private final List<ScriptedPeerPacket> received = new ArrayList<>();
    private final int[] counts = new int[MqttMessageType.values().length];
    private final List<Withheld> withheld = new ArrayList<>();
    private final ScriptedPeerProtocol protocol;
    private boolean silent;
    private boolean deliveriesReleased;
    private String end = "";

    ScriptedPeerConnection(ScriptedPeer peer, int number, SocketChannel channel, ScriptedPeerScript script) {
        this.peer = peer;
        this.number = number;
        this.channel = channel;
        this.script = script;
        this.protocol = new ScriptedPeerProtocol(peer, this, script);
        channel.pipeline().addLast(new ScriptedPeerHandler(peer, this));
    }

    /** 1 for the first connection that the peer accepted. */
    public int number() {
        return number;
    }

    public boolean isOpen() {
        synchronized (peer.lock) {
            return end.isEmpty();
        }
    }

    /** All that came on this connection, in order. */
    public List<ScriptedPeerPacket> received() {
        synchronized (peer.lock) {
            return List.copyOf(received);
        }
    }

    /** The packets of one type that came on this connection, in order. */
    public List<ScriptedPeerPacket> received(MqttMessageType type) {
        return received().stream().filter(packet -> packet.type() == type).toList();
    }

    /** The CONNECT that this connection began with; waits for it. */
    public ScriptedPeerPacket connect() {
        return awaitReceived(MqttMessageType.CONNECT, 1).get(0);
    }

    /** Waits until so many packets of this type have come on this connection. */
    public List<ScriptedPeerPacket> awaitReceived(MqttMessageType type, int count) {
        peer.await(count + " " + type + " on connection " + number, () -> count(type) >= count);
        return received(type);
    }

    /** Waits until either side has closed this connection; FIN and RST of the client count alike. */
    public void awaitClosed() {
        peer.await("connection " + number + " to end", () -> !end.isEmpty());
    }

    /** The session that the CONNECT began or resumed; null before it and after a refusal. */
    public ScriptedPeerSession session() {
        synchronized (peer.lock) {
            return protocol.session();
        }
    }

    /** Sends a message, as {@link ScriptedPeerSession#deliver(String, String, int)}. */
    public void deliver(String topic, String payload, int qos) {
        connected().deliver(topic, payload, qos);
    }

    /** Sends exactly this at once, whatever the Receive Maximum; above QoS 0 it is then outstanding. */
    public void deliver(String topic, byte[] payload, int qos, int packetId, boolean dup, boolean retain) {
        ScriptedPeerSession session = connected();
        var message = new ScriptedPeerMessage(topic, payload, qos, retain, MqttProperties.NO_PROPERTIES);
        peer.onLoop(() -> {
            session.send(message, packetId, dup);
            flush();
        });
    }

    /** Sends bytes that need not be MQTT. */
    public void send(byte... bytes) {
        peer.onLoop(() -> {
            channel.write(Unpooled.wrappedBuffer(bytes));
            flush();
        });
    }

    /** The packets whose answers are kept back, in order. */
    public List<ScriptedPeerPacket> withheld() {
        synchronized (peer.lock) {
            return withheld.stream().map(Withheld::packet).toList();
        }
    }

    /** Gives the answer that was kept back for this packet id; out of order if asked so. */
    public void release(int packetId) {
        peer.onLoop(() -> {
            Withheld next = withheld.stream().filter(each -> each.packet.packetId() == packetId).findFirst()
                    .orElseThrow(() -> new AssertionError("Nothing withheld for " + packetId + peer.describe()));
            withheld.remove(next);
            next.answer.run();
            flush();
        });
    }

    /** Gives all answers that were kept back, in the order of the packets. */
    public void releaseAll() {
        peer.onLoop(() -> {
            List<Withheld> all = List.copyOf(withheld);
            withheld.clear();
            all.forEach(each -> each.answer.run());
            flush();
        });
    }

    /** Sends what {@link ScriptedPeerScript#holdDeliveries()} kept back. */
    public void releaseDeliveries() {
        peer.onLoop(() -> {
            deliveriesReleased = true;
            if (session() != null) {
                session().flow();
            }
        });
    }

    /** Sends DISCONNECT with this reason code, such as 0x8E session taken over or 0x8B shutting down, and closes. */
    public void disconnect(int reasonCode) {
        peer.onLoop(() -> {
            write(ScriptedPeerAnswers.disconnect(reasonCode));
            finish(String.format("the peer's DISCONNECT 0x%02X", reasonCode));
        });
    }

    /** Ends the connection with RST; what the client has not read by then is lost, a delivery just before included. */
    public void cut() {
        peer.onLoop(() -> end(Ending.CUT));
    }

    /** Ends the connection as the system does for a process that was killed: FIN, or RST if something was unread. */
    public void close() {
        peer.onLoop(() -> end(Ending.CLOSE));
    }

    /** Neither reads nor writes from now on and keeps the socket; what the client does is not noticed. */
    public void silent() {
        peer.onLoop(() -> {
            silent = true;
            channel.config().setAutoRead(false);
        });
    }

    /** Ends {@link #silent()}, sends what has gathered and reads what has come. */
    public void resume() {
        peer.onLoop(() -> {
            silent = false;
            channel.flush();
            channel.config().setAutoRead(true);
        });
    }

    // All that follows runs on the loop, under the lock.

    int count(MqttMessageType type) {
        return counts[type.ordinal()];
    }

    String clientId() {
        return protocol.clientId();
    }

    int receiveMaximum() {
        return received.get(0).receiveMaximum();
    }

    boolean holdsDeliveries() {
        return script.holdsDeliveries() && !deliveriesReleased;
    }

    /** Gives the answer to a packet now, or when it is released. */
    void answer(ScriptedPeerPacket packet, Runnable answer) {
        if (script.withholds(packet.type())) {
            withheld.add(new Withheld(packet, answer));
        } else {
            answer.run();
            flush();
        }
    }

    void write(MqttMessage message) {
        channel.write(message);
    }

    void flush() {
        if (!silent) {
            channel.flush();
        }
    }

    /** Closes when what was written has gone out. */
    void finish(String reason) {
        ended(reason);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    void end(Ending ending) {
        if (ending == Ending.CUT && channel.isOpen()) {
            try {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
            } catch (ChannelException e) {
                // The other side was faster.
            }
        }
        ended(ending == Ending.CUT ? "the peer's RST" : "the peer's FIN");
        channel.close();
    }

    void begin() {
        if (script.onAccept() != null) {
            end(script.onAccept());
        }
    }

    void failed(Throwable cause) {
        if (!(cause instanceof IOException)) {
            peer.fault(this, "the peer failed: " + cause);
        }
        ended("the client's RST");
        channel.close();
    }

    void ended(String reason) {
        if (end.isEmpty()) {
            end = reason;
            withheld.clear();
            protocol.ended();
        }
    }

    void receive(MqttMessage message) {
        if (!end.isEmpty()) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            peer.fault(this, "cannot be read as MQTT: " + message.decoderResult().cause());
            end(Ending.CLOSE);
            return;
        }
        ScriptedPeerPacket packet = ScriptedPeerPacket.of(number, message);
        received.add(packet);
        counts[packet.type().ordinal()]++;
        Ending ending = script.endingAfter(packet.type());
        if (ending == null) {
            protocol.receive(packet, message.fixedHeader().remainingLength());
        } else {
            end(ending);
        }
    }

    private ScriptedPeerSession connected() {
        peer.await("CONNECT on connection " + number, () -> protocol.session() != null);
        return session();
    }

    @Override
    public String toString() {
        int shown = 30;
        int left = Math.max(0, received.size() - shown);
        return "connection " + number + (end.isEmpty() ? ", open" : ", ended by " + end)
                + (withheld.isEmpty() ? "" : ", " + withheld.size() + " answers withheld") + ": "
                + (left == 0 ? "" : left + " packets, then ") + received.subList(left, received.size());
    }
}
