package campus.link.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.EncoderException;

/** Fails a packet that is larger than the broker takes (MQTT 5 section 3.2.2.3.6); the connection goes on. */
public final class PacketLimit extends ChannelOutboundHandlerAdapter {

    private long maximum = ServerLimits.NO_LIMIT;

    /** Sets the limit of the broker, in bytes. */
    public void maximum(long bytes) {
        maximum = bytes;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        if (packet instanceof ByteBuf bytes && bytes.readableBytes() > maximum) {
            promise.setFailure(new EncoderException("packet too large: it has " + bytes.readableBytes()
                    + " bytes, and the broker takes " + maximum + " at most"));
            bytes.release();
        } else {
            ctx.write(packet, promise);
        }
    }
}
