package campus.link.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Shows a listener the packets of a connection. It stands between the codec and the transport, so that it sees the
 * bytes as they are, without TLS and WebSocket. A packet is shown before it is sent: a request is seen before its
 * answer.
 */
final class PacketTap extends ChannelDuplexHandler {

    private static final int MAX_DIGITS = 4;

    private final String link;
    private final PacketListener listener;
    /** Bytes of packets that are not complete. */
    private final ByteBuf received = Unpooled.buffer();
    private final ByteBuf sent = Unpooled.buffer();

    /** @param link the name that the listener gets with each packet */
    PacketTap(String link, PacketListener listener) {
        this.link = link;
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        show(received, (ByteBuf) bytes, false);
        ctx.fireChannelRead(bytes);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object bytes, ChannelPromise promise) {
        show(sent, (ByteBuf) bytes, true);
        ctx.write(bytes, promise);
    }

    private void show(ByteBuf stream, ByteBuf more, boolean isSent) {
        stream.writeBytes(more, more.readerIndex(), more.readableBytes());
        for (int length = length(stream); length <= stream.readableBytes(); length = length(stream)) {
            byte[] packet = new byte[length];
            stream.readBytes(packet);
            listener.packet(link, isSent, packet);
        }
        stream.discardReadBytes();
    }

    /** The length of the first packet, by its fixed header (MQTT 5 section 2.1); more than there is if that lacks. */
    private static int length(ByteBuf stream) {
        int length = 0;
        for (int digit = 1; digit < stream.readableBytes(); digit++) {
            byte next = stream.getByte(stream.readerIndex() + digit);
            length |= (next & 0x7F) << 7 * (digit - 1);
            if (next >= 0 || digit == MAX_DIGITS) {
                return 1 + digit + length;
            }
        }
        return Integer.MAX_VALUE;
    }
}
