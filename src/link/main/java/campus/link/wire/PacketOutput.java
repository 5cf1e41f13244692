package campus.link.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.EncoderException;

/**
 * Puts small packets into one buffer until they are flushed, as each buffer costs the transport more than its bytes.
 * Fails a packet that is larger than the broker takes (MQTT 5 section 3.2.2.3.6); the connection goes on.
 */
public final class PacketOutput extends ChannelOutboundHandlerAdapter {

    private static final int SIZE = 1 << 16;
    private static final int SMALL = SIZE / 4;

    private long maximum = ServerLimits.NO_LIMIT;
    private ByteBuf gathered;

    /** Sets the limit of the broker, in bytes. */
    public void maximum(long bytes) {
        maximum = bytes;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        ByteBuf bytes = (ByteBuf) packet;
        if (bytes.readableBytes() > maximum) {
            promise.setFailure(new EncoderException("packet too large: it has " + bytes.readableBytes()
                    + " bytes, and the broker takes " + maximum + " at most"));
            bytes.release();
        } else if (bytes.readableBytes() > SMALL) {
            passOn(ctx);
            ctx.write(bytes, promise);
        } else {
            gathered = gathered == null ? ctx.alloc().buffer(SIZE) : gathered;
            gathered.writeBytes(bytes);
            bytes.release();
            promise.setSuccess();
            if (gathered.readableBytes() > SIZE - SMALL) {
                passOn(ctx);
            }
        }
    }

    private void passOn(ChannelHandlerContext ctx) {
        ByteBuf full = gathered;
        gathered = null;
        if (full != null) {
            ctx.write(full);
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        passOn(ctx);
        ctx.flush();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
