package campus.link.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener gets whole packets, whatever the pieces in which the bytes come, and the stream is not changed. */
class PacketTapTest {

    private static final byte[][] PACKETS = {{(byte) 0xC0, 0}, {0x40, 2, 0, 1}, Packet.subscribe("a/#", 1, 7),
        publish(200), publish(20_000), {(byte) 0xD0, 0}, {(byte) 0xE0, 2, 0, 0}};

    private final List<byte[]> seen = new ArrayList<>();
    private final PacketTap tap = new PacketTap("a link", (link, sent, packet) -> {
        assertThat(link).isEqualTo("a link");
        seen.add(packet);
    });

    private static byte[] publish(int length) {
        byte[] packet = Packet.subscribe("x".repeat(length), 1, 7);
        packet[0] = 0x30;
        return packet;
    }

    private static byte[] all() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(PACKETS).forEach(all::writeBytes);
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 150, 1000, 100_000})
    void showsWhatIsSent(int piece) throws IOException {
        ByteArrayOutputStream socket = new ByteArrayOutputStream();
        OutputStream out = tap.sent(socket);
        byte[] all = all();
        for (int i = 0; i < all.length; i += piece) {
            out.write(all, i, Math.min(piece, all.length - i));
        }

        assertThat(seen).containsExactly(PACKETS);
        assertThat(socket.toByteArray()).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 150, 1000, 100_000})
    void showsWhatIsReceived(int piece) throws IOException {
        InputStream in = tap.received(new ByteArrayInputStream(all()));
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[piece];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            read.write(buffer, 0, count);
        }

        assertThat(seen).containsExactly(PACKETS);
        assertThat(read.toByteArray()).isEqualTo(all());
    }

    @Test
    void showsWhatIsReadByteByByte() throws IOException {
        InputStream in = tap.received(new ByteArrayInputStream(all()));
        int count = 0;
        while (in.read() >= 0) {
            count++;
        }

        assertThat(seen).containsExactly(PACKETS);
        assertThat(count).isEqualTo(all().length);
    }

    @Test
    void showsAPacketBeforeItIsWritten() throws IOException {
        OutputStream out = tap.sent(new OutputStream() {
            @Override
            public void write(int b) {
                assertThat(seen).hasSize(1);
            }
        });
        out.write(PACKETS[0]);

        assertThat(seen).hasSize(1);
    }
}
