package campus.link.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.ByteArrayOutputStream;

/**
 * Shows a listener the packets of a connection. It stands between the codec and the transport, so that it sees the
 * bytes as they are, without TLS and WebSocket. A packet is shown before it is sent: a request is seen before its
 * answer.
 */
final class PacketTap extends ChannelDuplexHandler {

    private final String link;
    private final PacketListener listener;
    private final Cutter received = new Cutter(false);
    private final Cutter sent = new Cutter(true);

    /** @param link the name that the listener gets with each packet */
    PacketTap(String link, PacketListener listener) {
        this.link = link;
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        received.add((ByteBuf) bytes);
        ctx.fireChannelRead(bytes);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object bytes, ChannelPromise promise) {
        if (bytes instanceof ByteBuf buffer) {
            sent.add(buffer);
        }
        ctx.write(bytes, promise);
    }

    /** Cuts a stream of bytes into packets by the length in the fixed header (MQTT 5 section 2.1). */
    private final class Cutter {

        private static final int MAX_DIGITS = 4;

        private final boolean isSent;
        private final ByteArrayOutputStream packet = new ByteArrayOutputStream();
        private int left;
        private boolean inBody;

        Cutter(boolean isSent) {
            this.isSent = isSent;
        }

        void add(ByteBuf buffer) {
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.getBytes(buffer.readerIndex(), bytes);
            int position = 0;
            while (position < bytes.length) {
                int count = inBody ? Math.min(left, bytes.length - position) : 1;
                packet.write(bytes, position, count);
                position += count;
                if (inBody) {
                    left -= count;
                } else {
                    header(bytes[position - 1]);
                }
                if (inBody && left == 0) {
                    listener.packet(link, isSent, packet.toByteArray());
                    packet.reset();
                    inBody = false;
                }
            }
        }

        private void header(byte digit) {
            int digits = packet.size() - 1;
            if (digits > 0) {
                left |= (digit & 0x7F) << 7 * (digits - 1);
                inBody = digit >= 0 || digits == MAX_DIGITS;
            }
        }
    }
}
