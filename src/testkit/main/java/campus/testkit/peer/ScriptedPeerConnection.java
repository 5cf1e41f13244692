package campus.testkit.peer;

import campus.testkit.peer.ScriptedPeerScript.Ending;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** One connection of a client to the {@link ScriptedPeer}: what came on it, and what a test does to it. */
public final class ScriptedPeerConnection {

    private static final int SHOWN = 30;

    final ScriptedPeerScript script;
    /** Packet identifiers of the messages of the client that wait for their PUBACK or PUBCOMP. */
    final Set<Integer> unanswered = new HashSet<>();
    private final ScriptedPeer peer;
    private final int number;
    private final SocketChannel channel;
    private final List<ScriptedPeerPacket> received = new ArrayList<>();
    /** Null before the CONNECT and after a refusal. */
    ScriptedPeerSession session;
    private int sessionExpiry;
    private boolean open = true;

    ScriptedPeerConnection(ScriptedPeer peer, int number, SocketChannel channel) {
        this.peer = peer;
        this.number = number;
        this.channel = channel;
        this.script = peer.onConnection(number);
        channel.pipeline().addLast(new Handler());
        if (script.get(ScriptedPeerScript.CLOSE_ON_ACCEPT, false)) {
            channel.eventLoop().execute(this::close);
        }
    }

    /** All that came on this connection, in order. */
    public List<ScriptedPeerPacket> received() {
        return peer.onLoop(() -> List.copyOf(received));
    }

    /** The packets of one type that came on this connection, in order. */
    public List<ScriptedPeerPacket> received(MqttMessageType type) {
        return received().stream().filter(packet -> packet.type() == type).toList();
    }

    /** Waits until so many packets of this type have come on this connection, and returns all of this type. */
    public List<ScriptedPeerPacket> awaitReceived(MqttMessageType type, int count) {
        peer.await(count + " " + type + " on connection " + number, () -> received(type).size() >= count);
        return received(type);
    }

    /** Sends a message, as {@link ScriptedPeerSession#deliver(String, String, int)}; waits for the CONNECT. */
    public void deliver(String topic, String payload, int qos) {
        peer.await("CONNECT on connection " + number, () -> peer.onLoop(() -> session != null));
        session.deliver(topic, payload, qos);
    }

    /** Sends bytes that need not be MQTT. */
    public void send(byte... bytes) {
        peer.onLoop(() -> channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)));
    }

    /** Sends DISCONNECT with this reason code, such as 0x8E session taken over, and closes. */
    public void disconnect(int reasonCode) {
        disconnect(reasonCode, "");
    }

    /** As above, with a Reason String. */
    public void disconnect(int reasonCode, String reason) {
        peer.onLoop(() -> end(new Ending(false, reasonCode, reason)));
    }

    /** Ends the connection with RST; the client loses all that it has not read, even a delivery just before. */
    public void cut() {
        peer.onLoop(() -> end(Ending.CUT));
    }

    /** Ends the connection as the system does for a process that was killed: FIN, or RST if something was unread. */
    public void close() {
        peer.onLoop(() -> end(Ending.CLOSE));
    }

    /** Reads nothing from now on, so it answers nothing; the socket stays, even if the client ends the connection. */
    public void silent() {
        peer.onLoop(() -> channel.config().setAutoRead(false));
    }

    // All that follows runs on the loop.

    /** The Receive Maximum of the client; 65,535 if its CONNECT has none. */
    int receiveMaximum() {
        return received.get(0).number(MqttPropertyType.RECEIVE_MAXIMUM, 65_535);
    }

    /** Gives the answer to a packet, unless the script withholds it. */
    void answer(ScriptedPeerPacket packet, Runnable answer) {
        if (!script.get(ScriptedPeerScript.WITHHELD, Set.of()).contains(packet.type())) {
            answer.run();
            flush();
        }
    }

    void write(MqttMessage message) {
        channel.write(message);
    }

    /** Writes a packet of less than 128 bytes from the bytes that follow its length. */
    void write(MqttMessageType type, int... body) {
        // The flags of a PUBREL are 0010 (MQTT 5 section 3.6.1).
        int flags = type == MqttMessageType.PUBREL ? 2 : 0;
        ByteBuf packet = channel.alloc().buffer().writeByte(type.value() << 4 | flags).writeByte(body.length);
        IntStream.of(body).forEach(packet::writeByte);
        channel.write(packet);
    }

    void flush() {
        channel.flush();
    }

    /** Notes what the client must not do. */
    void fault(String what) {
        peer.faults.add("connection " + number + ": " + what);
    }

    void refuse(ScriptedPeerPacket packet, int reasonCode, String why) {
        fault(packet + " " + why);
        disconnect(reasonCode);
    }

    private void receive(MqttMessage message) {
        if (!open) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            fault("cannot be read as MQTT: " + message.decoderResult().cause());
            end(Ending.CLOSE);
            return;
        }
        ScriptedPeerPacket packet = ScriptedPeerPacket.of(message);
        received.add(packet);
        int maximum = script.get(MqttPropertyType.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE);
        Ending ending = script.get(packet.type(), null);
        if (ending != null) {
            end(ending);
        } else if (packet.type() == MqttMessageType.CONNECT) {
            connect(packet);
        } else if (session == null) {
            fault(packet + " before CONNECT");
            end(Ending.CLOSE);
        } else if (packet.size() > maximum) {
            refuse(packet, 0x95, "is larger than the Maximum Packet Size of " + maximum);
        } else {
            switch (packet.type()) {
                case SUBSCRIBE -> session.subscribe(this, packet);
                case UNSUBSCRIBE -> answer(packet, () -> write(MqttMessageType.UNSUBACK, packet.packetId() >> 8,
                        packet.packetId(), 0, 0));
                case PUBLISH -> session.publish(this, packet);
                case PUBREL -> session.pubRel(this, packet);
                case PUBACK, PUBREC, PUBCOMP -> session.acknowledged(this, packet);
                case PINGREQ -> answer(packet, () -> write(MqttMessageType.PINGRESP));
                case DISCONNECT -> {
                    sessionExpiry = packet.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, sessionExpiry);
                    finish();
                }
                default -> fault(packet + " is not what the peer knows");
            }
        }
    }

    private void connect(ScriptedPeerPacket packet) {
        int code = script.codeFor(MqttMessageType.CONNACK, "", 0);
        boolean resumed = code < 0x80 && peer.resume(packet.connect());
        session = code < 0x80 ? peer.session(packet.connect().clientId()) : null;
        sessionExpiry = packet.number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0);
        answer(packet, () -> {
            write(MqttMessageBuilders.connAck().returnCode(MqttConnectReturnCode.valueOf((byte) code))
                    .sessionPresent(script.get(ScriptedPeerScript.SESSION_PRESENT, resumed))
                    .properties(script.connAckProperties()).build());
            if (session == null) {
                finish();
            } else {
                // Nothing is flushed in between: what is queued follows in the same segment.
                session.resumeOn(this);
            }
        });
    }

    /** Closes when all that was written has gone out. */
    private ChannelFuture finish() {
        ended();
        return channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private ChannelFuture end(Ending ending) {
        if (ending.code() >= 0) {
            MqttProperties properties = new MqttProperties();
            if (!ending.reason().isEmpty()) {
                properties.add(new StringProperty(MqttPropertyType.REASON_STRING.value(), ending.reason()));
            }
            write(MqttMessageBuilders.disconnect().reasonCode((byte) ending.code()).properties(properties).build());
            return finish();
        }
        if (ending.cut() && channel.isOpen()) {
            channel.config().setSoLinger(0);
        }
        ended();
        return channel.close();
    }

    private void ended() {
        open = false;
        if (session != null) {
            session.leave(this);
            if (sessionExpiry == 0) {
                peer.sessions.values().remove(session);
            }
        }
    }

    /** The last packets, for the message of a failed wait. */
    @Override
    public String toString() {
        return "connection " + number + (open ? ", open, " : ", ended, ") + received.size() + " packets: "
                + received.subList(Math.max(0, received.size() - SHOWN), received.size());
    }

    private final class Handler extends SimpleChannelInboundHandler<MqttMessage> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
            receive(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            ended();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException)) {
                fault("the peer failed: " + cause);
            }
            context.close();
        }
    }
}
