package campus.link.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A WebSocket whose server is two byte arrays. */
class WebSocketTest {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    /** Answers the handshake when it is read, then returns these frames. */
    private final class Server extends InputStream {

        private final String statusLine;
        private final byte[] frames;
        private ByteArrayInputStream in;

        private Server(String statusLine, byte[] frames) {
            this.statusLine = statusLine;
            this.frames = frames;
        }

        @Override
        public int read() throws IOException {
            if (in == null) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                all.write((statusLine + "\r\nupgrade:websocket\r\nconnection:Upgrade\r\nSEC-WebSocket-Accept:"
                        + accept() + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                all.write(frames);
                in = new ByteArrayInputStream(all.toByteArray());
                sent.reset();
            }
            return in.read();
        }

        private String accept() {
            String key = sent.toString(StandardCharsets.ISO_8859_1).lines()
                    .filter(line -> line.startsWith("Sec-WebSocket-Key: ")).findFirst().orElseThrow().substring(19);
            try {
                return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(
                        (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private WebSocket open(String frames) throws IOException {
        return open(HexFormat.of().parseHex(frames.replace(" ", "")));
    }

    private WebSocket open(byte[] frames) throws IOException {
        return WebSocket.handshake(URI.create("ws://broker:8083"), Map.of("X-Token", "t"),
                new Server("HTTP/1.1 101 Switching Protocols", frames), sent);
    }

    private byte[] readAll(String frames) throws IOException {
        return open(frames).in().readAllBytes();
    }

    @Test
    void readsThePayloadOfFramesAndFragments() throws IOException {
        assertThat(readAll("8203 010203 8200 8201 04")).containsExactly(1, 2, 3, 4);
        assertThat(readAll("0202 0102 0001 03 8001 04")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void answersAPingBetweenFragmentsAndIgnoresAPong() throws IOException {
        assertThat(readAll("0201 01 8902 abcd 8a01 ff 8001 02")).containsExactly(1, 2);

        assertThat(unmasked()).isEqualTo(HexFormat.of().parseHex("8a82abcd"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 200_000})
    void readsAndWritesFramesOfEveryLength(int length) throws IOException {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) i;
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x82);
        if (length < 126) {
            frame.write(length);
        } else if (length < 65_536) {
            frame.write(new byte[] {126, (byte) (length >> 8), (byte) length});
        } else {
            frame.write(new byte[] {127, 0, 0, 0, 0, (byte) (length >> 24), (byte) (length >> 16),
                (byte) (length >> 8), (byte) length});
        }
        frame.write(payload);
        WebSocket socket = open(frame.toByteArray());

        assertThat(socket.in().readAllBytes()).isEqualTo(payload);
        OutputStream out = socket.out();
        out.write(payload, 0, length);
        out.flush();
        byte[] written = unmasked();
        byte[] head = Arrays.copyOf(frame.toByteArray(), frame.size() - length);
        head[1] |= (byte) 0x80;
        assertThat(Arrays.copyOf(written, head.length)).isEqualTo(head);
        assertThat(Arrays.copyOfRange(written, head.length, written.length)).isEqualTo(payload);
    }

    @Test
    void endsIfTheServerCloses() throws IOException {
        assertThat(readAll("8201 01 8802 03e8 8201 02")).containsExactly(1);
        assertThat(readAll("8201 01")).containsExactly(1);
    }

    @Test
    void refusesATextFrame() {
        assertThatThrownBy(() -> readAll("8101 61")).isInstanceOf(IOException.class).hasMessageContaining("no MQTT");
    }

    @Test
    void reportsTheStatusLineOfARefusal() {
        assertThatThrownBy(() -> WebSocket.handshake(URI.create("ws://broker/path?q=1"), null,
                new Server("HTTP/1.1 404 Not Found", new byte[0]), sent)).isInstanceOf(IOException.class)
                .hasMessageContaining("404 Not Found");
        assertThatThrownBy(() -> WebSocket.handshake(URI.create("ws://broker"), null, InputStream.nullInputStream(),
                sent)).isInstanceOf(IOException.class);
    }

    @Test
    void asksForMqttWithTheHeadersGiven() throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        assertThatThrownBy(() -> WebSocket.handshake(URI.create("ws://broker:81/p?q=1"), Map.of("X-Token", "t"),
                InputStream.nullInputStream(), request)).isInstanceOf(IOException.class);

        assertThat(request.toString(StandardCharsets.ISO_8859_1)).startsWith("GET /p?q=1 HTTP/1.1\r\n")
                .contains("Host: broker:81\r\n", "Sec-WebSocket-Protocol: mqtt\r\n", "X-Token: t\r\n")
                .endsWith("\r\n\r\n");
    }

    /** The frame that was sent, with its header unchanged and its payload without the mask. */
    private byte[] unmasked() throws IOException {
        byte[] all = sent.toByteArray();
        int length = all[1] & 0x7F;
        int head = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(all));
        byte[] header = in.readNBytes(head);
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readAllBytes();
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        byte[] whole = Arrays.copyOf(header, head + payload.length);
        System.arraycopy(payload, 0, whole, head, payload.length);
        return whole;
    }
}
