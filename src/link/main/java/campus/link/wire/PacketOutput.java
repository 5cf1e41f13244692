package campus.link.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Puts small packets into one buffer until they are flushed, as each buffer costs the transport more than its bytes.
 */
final class PacketOutput extends ChannelOutboundHandlerAdapter {

    private static final int SIZE = 1 << 16;
    private static final int SMALL = SIZE / 4;

    private ByteBuf gathered;

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        ByteBuf bytes = (ByteBuf) packet;
        if (bytes.readableBytes() > SMALL) {
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
