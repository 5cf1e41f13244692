package campus.link.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener gets whole packets, whatever the pieces in which the bytes come, and the stream is not changed. */
class PacketTapTest {

    private static final byte[][] PACKETS = {{(byte) 0xC0, 0}, {0x40, 2, 0, 1}, publish(5), publish(200),
        publish(20_000), {(byte) 0xD0, 0}, {(byte) 0xE0, 2, 0, 0}};

    private final List<byte[]> seen = new ArrayList<>();
    private final PacketTap tap = new PacketTap("a link", (link, sent, packet) -> {
        assertThat(link).isEqualTo("a link");
        seen.add(packet);
    });

    private static byte[] publish(int length) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x30);
        int rest = length;
        do {
            packet.write(rest > 127 ? rest & 0x7F | 0x80 : rest);
            rest >>= 7;
        } while (rest > 0);
        packet.writeBytes(new byte[length]);
        return packet.toByteArray();
    }

    private static byte[] all() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(PACKETS).forEach(all::writeBytes);
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 150, 1000, 100_000})
    void showsWhatIsSentAndReceived(int piece) {
        EmbeddedChannel channel = new EmbeddedChannel(tap);
        byte[] all = all();
        for (int i = 0; i < all.length; i += piece) {
            byte[] part = Arrays.copyOfRange(all, i, Math.min(all.length, i + piece));
            channel.writeOutbound(Unpooled.wrappedBuffer(part));
            assertThat(channel.<ByteBuf>readOutbound()).isEqualTo(Unpooled.wrappedBuffer(part));
        }
        assertThat(seen).containsExactly(PACKETS);
        seen.clear();
        for (int i = 0; i < all.length; i += piece) {
            byte[] part = Arrays.copyOfRange(all, i, Math.min(all.length, i + piece));
            channel.writeInbound(Unpooled.wrappedBuffer(part));
            assertThat(channel.<ByteBuf>readInbound()).isEqualTo(Unpooled.wrappedBuffer(part));
        }
        assertThat(seen).containsExactly(PACKETS);
    }

    @Test
    void showsAPacketBeforeItIsWritten() {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                assertThat(seen).hasSize(1);
                ctx.write(message, promise);
            }
        }, tap);
        channel.writeOutbound(Unpooled.wrappedBuffer(PACKETS[0]));

        assertThat(channel.<ByteBuf>readOutbound()).isNotNull();
    }
}
