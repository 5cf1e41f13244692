package campus.cli.doctor;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The packets of a broker, and the end of its connection, for a thread that waits for them. */
final class ReceivedPackets extends ChannelInboundHandlerAdapter {

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        received.add(packet);
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
    MqttMessage next(Duration limit) throws IOException, TimeoutException, InterruptedException {
        Object next = received.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (next == null) {
            throw new TimeoutException();
        }
        if (next instanceof MqttMessage packet && !packet.decoderResult().isFailure()) {
            return packet;
        }
        // Each later call fails too.
        received.add(next);
        if (next instanceof IOException e) {
            throw e;
        }
        throw new IOException(next instanceof Throwable cause ? cause : ((MqttMessage) next).decoderResult().cause());
    }
}
