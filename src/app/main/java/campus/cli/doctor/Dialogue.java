package campus.cli.doctor;

import campus.link.wire.ConnectFailure;
import campus.link.wire.Packets;
import campus.link.wire.ReasonCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to a broker and its answers, one after the other, each with a time limit. As the last handler of the
 * connection it keeps the packets, and the end of the connection, for the thread that waits for them.
 */
final class Dialogue extends ChannelInboundHandlerAdapter {

    private static final int QOS = 1;
    private static final long END_MILLIS = 300;

    private final Duration limit;
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final Set<String> topics = new HashSet<>();
    private Channel channel;
    private int lastId;

    /** @param limit the longest wait for an answer */
    Dialogue(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        Throwable unreadable = ((MqttMessage) packet).decoderResult().cause();
        received.add(unreadable == null ? packet : unreadable);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        received.add(cause);
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        received.add(new EOFException());
    }

    /**
     * Waits for the next packet.
     *
     * @throws TimeoutException if none comes in time
     * @throws IOException      if the connection has ended, or the packet cannot be read
     */
    private MqttMessage next(Duration wait) throws IOException, TimeoutException, InterruptedException {
        Object next = received.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            throw new TimeoutException();
        }
        if (next instanceof MqttMessage packet) {
            return packet;
        }
        // Each later call fails too.
        received.add(next);
        throw next instanceof IOException e ? e : new IOException((Throwable) next);
    }

    /** Sends a packet, and returns the next that comes. */
    MqttMessage ask(Object packet) throws Exception {
        channel.writeAndFlush(packet);
        return next(limit);
    }

    /** Subscribes at QoS 1, and returns the QoS that the broker grants. */
    int subscribe(String filter) throws Exception {
        MqttSubAckMessage answer = (MqttSubAckMessage) request(MqttMessageType.SUBACK,
                Packets.subscribe(List.of(filter), QOS, ++lastId, false));
        return accepted(answer.payload().reasonCodes().get(0),
                Packets.reasonString(answer.idAndPropertiesVariableHeader().properties()));
    }

    /** Publishes at QoS 1, and returns the reason code of the PUBACK. */
    int publish(String topic, byte[] payload) throws Exception {
        MqttPubReplyMessageVariableHeader answer = (MqttPubReplyMessageVariableHeader) request(
                MqttMessageType.PUBACK, Packets.publish(topic, new org.eclipse.paho.mqttv5.common.MqttMessage(
                        payload, QOS, false, null), ++lastId, false)).variableHeader();
        return accepted(answer.reasonCode() & 0xFF, Packets.reasonString(answer.properties()));
    }

    private MqttMessage request(MqttMessageType answerType, MqttMessage request) throws Exception {
        MqttMessage answer = ask(request);
        while (answer.fixedHeader().messageType() != answerType
                || ((MqttMessageIdVariableHeader) answer.variableHeader()).messageId() != lastId) {
            take(answer);
            answer = next(limit);
        }
        return answer;
    }

    /** @throws IOException if the reason code is a failure */
    static int accepted(int code, String reasonString) throws IOException {
        if (ReasonCode.isFailure(code)) {
            throw new ConnectFailure.Raised(ReasonCode.failure(code, reasonString));
        }
        return code;
    }

    /** Waits for a message of the subscriptions on this topic; false if none comes within this time. */
    boolean receives(String topic, Duration wait) throws Exception {
        long deadline = System.nanoTime() + wait.toNanos();
        try {
            while (!topics.contains(topic)) {
                take(next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Handles a packet that answers no request. */
    private void take(MqttMessage packet) throws IOException {
        if (packet.fixedHeader().messageType() == MqttMessageType.DISCONNECT) {
            throw new ConnectFailure.Raised(Packets.disconnected(packet));
        }
        if (packet instanceof MqttPublishMessage publish) {
            publish.release();
            topics.add(publish.variableHeader().topicName());
            if (publish.fixedHeader().qosLevel().value() == QOS) {
                channel.writeAndFlush(Packets.reply(MqttMessageType.PUBACK, publish.variableHeader().packetId()));
            }
        }
    }

    /** Sends a DISCONNECT, which ends the session. */
    void end() {
        if (channel.isActive()) {
            channel.writeAndFlush(Packets.disconnect(true)).awaitUninterruptibly(END_MILLIS);
        }
    }
}
