package campus.link.connection;

import campus.link.wire.Address;
import campus.link.wire.ConnectFailure;
import campus.link.wire.ConnectPacket;
import campus.link.wire.Packets;
import campus.link.wire.ReasonCode;
import campus.link.wire.ServerLimits;
import campus.link.wire.Transport;
import campus.link.wire.TransportOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.EOFException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a broker, which is used once: an attempt to connect, and what follows if it succeeds. All of it
 * happens on its event loop, except what says otherwise. Its end reaches the session once.
 */
public final class Connection extends ChannelInboundHandlerAdapter {

    private static final long CLOSE_MILLIS = 300;
    private final Address address;
    private final Session session;
    private final EventLoop loop;
    private final ConnectPacket connect;
    private final Transport transport;
    private AutoRead autoRead;
    private Channel channel;
    private ServerLimits limits;
    private boolean sessionPresent;
    private boolean willRefused;
    private long lastAnswer = System.nanoTime();
    private volatile boolean open;
    private boolean ended;
    private ScheduledFuture<?> deadline;
    private final KeepAlive keepAlive = new KeepAlive(this);

    /** A connection that does not connect yet. */
    public Connection(Address address, TransportOptions transport, ConnectPacket connect, Session session,
            EventLoop loop) {
        this.address = address;
        this.connect = connect;
        this.session = session;
        this.loop = loop;
        this.transport = new Transport(address, transport, loop);
    }

    /**
     * Begins to connect; {@link Session#opened} or {@link Session#ended} is called later.
     *
     * @param host    an IP address of the host in the address
     * @param name    for the listener of the transport
     * @param timeout of the whole attempt
     */
    public void open(InetAddress host, String name, Duration timeout) {
        deadline = loop.schedule(() -> fail(ConnectFailure.timeout()), timeout.toMillis(), TimeUnit.MILLISECONDS);
        transport.connect(host)
                .thenCompose(connected -> transport.secure())
                .thenCompose(secured -> transport.upgrade())
                .thenCompose(upgraded -> transport.speakMqtt(name, this))
                .whenComplete((ready, failure) -> {
                    if (failure != null) {
                        fail(ConnectFailure.of(failure));
                    } else {
                        channel = ready;
                        autoRead = new AutoRead(channel, this::handle);
                        send(connect.packet());
                        flush();
                    }
                });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        keepAlive.received();
        autoRead.received(message);
    }

    private void handle(MqttMessage packet) {
        String fault = Packets.fault(packet, open);
        if (fault != null) {
            fail(ConnectFailure.malformed(fault));
            return;
        }
        MqttMessageType type = packet.fixedHeader().messageType();
        lastAnswer = type == MqttMessageType.PINGRESP ? lastAnswer : System.nanoTime();
        switch (type) {
            case CONNACK -> answered((MqttConnAckVariableHeader) packet.variableHeader());
            case DISCONNECT -> fail(Packets.disconnected(packet));
            default -> session.received(this, packet);
        }
    }

    private void answered(MqttConnAckVariableHeader connack) {
        int code = connack.connectReturnCode().byteValue() & 0xFF;
        if (code == 0) {
            deadline.cancel(false);
            sessionPresent = connack.isSessionPresent();
            limits = ServerLimits.of(connack, connect.sessionExpiry(), connect.keepAlive());
            open = true;
            keepAlive.start(loop, limits.keepAlive(), this::tick);
            session.opened(this);
        } else {
            willRefused = connect.will() != null && ReasonCode.isAboutWill(code);
            fail(ReasonCode.failure(code, Packets.reasonString(connack.properties())));
        }
    }

    /** What arrived at once has been handled: what that allows to be sent leaves together. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (open) {
            session.ready();
        }
        flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (open && ctx.channel().isWritable()) {
            // Not now: this may be in the middle of a flush, which would leave out what is written now.
            loop.execute(() -> channelReadComplete(ctx));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ConnectFailure.of(new EOFException()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ConnectFailure.of(cause));
    }

    /** Whether the broker has accepted it and it has not ended. May be called by any thread. */
    public boolean isOpen() {
        return open;
    }

    /** Whether the broker has resumed the session of an earlier connection (MQTT 5 section 3.2.2.1.1). */
    public boolean sessionPresent() {
        return sessionPresent;
    }

    /** What the broker allows; null before it has accepted. May be called by any thread that got it open. */
    public ServerLimits limits() {
        return limits;
    }

    /** Whether the broker does not take the Last Will: it keeps no retained messages, or not this QoS. */
    public boolean isWillRefused() {
        return willRefused;
    }

    /** The address of the broker. */
    public Address address() {
        return address;
    }

    /** Whether more packets fit into the buffers of the connection. */
    public boolean isWritable() {
        return open && channel.isWritable();
    }

    /** Whether all that was written has left this side. */
    public boolean isFlushed() {
        return channel.bytesBeforeUnwritable() >= channel.config().getWriteBufferHighWaterMark();
    }

    /** Writes a packet, which leaves with {@link #flush}. */
    public void send(MqttMessage packet) {
        keepAlive.sent();
        channel.write(packet);
    }

    /** Lets go what was written. */
    public void flush() {
        channel.flush();
    }

    /** Reads no more until every reason for it is gone; TCP lets the broker wait. */
    public void pause(Object reason) {
        autoRead.pause(reason);
    }

    /** A reason is gone. */
    public void resume(Object reason) {
        if (autoRead.resume(reason) && !ended) {
            keepAlive.received();
            channelReadComplete(null);
        }
    }

    private void tick() {
        keepAlive.check(autoRead.isPaused());
        if (open) {
            session.tick(this, autoRead.isPaused());
        }
    }

    /** The time of the last packet that was not the answer to a ping, as {@link System#nanoTime}. */
    public long lastAnswer() {
        return lastAnswer;
    }

    /** Ends it, and tells the session, unless it has ended before. */
    public void fail(ConnectFailure failure) {
        if (!ended) {
            ConnectFailure end = open ? failure : failure.beforeAnswer(address.transport());
            end();
            session.ended(this, end);
        }
    }

    /** Sends a DISCONNECT, and closes when the broker has closed, or after a moment. */
    public void disconnect(boolean endSession) {
        if (!open) {
            end();
            return;
        }
        send(Packets.disconnect(endSession));
        flush();
        channel.config().setAutoRead(true);
        loop.schedule(() -> fail(ConnectFailure.timeout()), CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void end() {
        ended = true;
        open = false;
        deadline.cancel(false);
        keepAlive.stop();
        if (autoRead != null) {
            autoRead.end();
        }
        transport.close();
    }
}
