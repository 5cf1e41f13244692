package campus.link.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * The client side of a WebSocket (RFC 6455) that carries MQTT (MQTT 5 section 6) over a connected socket. Paho's own
 * WebSocket ends the connection at any frame but BINARY and CLOSE; this one answers a PING and ignores a PONG.
 */
final class WebSocket {

    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MAX_HEAD = 16_384;

    private final DataInputStream received;
    private final OutputStream sent;
    private final SecureRandom random = new SecureRandom();
    private long left;

    private WebSocket(InputStream received, OutputStream sent) {
        this.received = new DataInputStream(received);
        this.sent = sent;
    }

    /**
     * Asks the server to carry MQTT over this socket (RFC 6455 section 4).
     *
     * @throws IOException if it does not agree
     */
    static WebSocket handshake(URI url, Map<String, String> headers, InputStream in, OutputStream out)
            throws IOException {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/mqtt" : url.getRawPath();
        StringBuilder request = new StringBuilder("GET " + path
                + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()) + " HTTP/1.1\r\n");
        request.append("Host: ").append(url.getHost()).append(url.getPort() > 0 ? ":" + url.getPort() : "")
                .append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                .append("Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Key: ").append(key).append("\r\n");
        if (headers != null) {
            headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        }
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        requireAgreement(head(in), key);
        return new WebSocket(in, out);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0 || head.length() > MAX_HEAD) {
                throw new IOException("the server does not answer the WebSocket handshake");
            }
            head.append((char) c);
        }
        return head.toString();
    }

    private static void requireAgreement(String head, String key) throws IOException {
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException("the server refuses WebSocket: " + head.lines().findFirst().orElse(""));
        }
        String accept = head.lines().map(line -> line.split(":", 2))
                .filter(field -> field.length == 2 && field[0].strip().toLowerCase(Locale.ROOT)
                        .equals("sec-websocket-accept"))
                .map(field -> field[1].strip()).findFirst().orElse("");
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(
                    (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1));
            if (!accept.equals(Base64.getEncoder().encodeToString(hash))) {
                throw new IOException("the server answers the WebSocket handshake with a wrong key");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** The payload of the frames received. */
    InputStream in() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                while (left == 0) {
                    if (!nextFrame()) {
                        return -1;
                    }
                }
                int count = received.read(bytes, offset, (int) Math.min(length, left));
                left -= Math.max(count, 0);
                return count;
            }
        };
    }

    /** Each write is one binary frame. */
    OutputStream out() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                frame(BINARY, new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                frame(BINARY, bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
                sent.flush();
            }
        };
    }

    /** Reads up to the payload of the next data frame; false if the server closes. */
    private boolean nextFrame() throws IOException {
        int first;
        try {
            first = received.readUnsignedByte();
        } catch (EOFException e) {
            return false;
        }
        int second = received.readUnsignedByte();
        long length = second & 0x7F;
        if (length == 126) {
            length = received.readUnsignedShort();
        } else if (length == 127) {
            length = received.readLong();
        }
        switch (first & 0x0F) {
            case BINARY, CONTINUATION -> left = length;
            case PING -> {
                byte[] echo = received.readNBytes((int) length);
                frame(PONG, echo, 0, echo.length);
                sent.flush();
            }
            case PONG -> received.skipNBytes(length);
            case CLOSE -> {
                return false;
            }
            default -> throw new IOException("the server sends WebSocket frames that carry no MQTT");
        }
        return true;
    }

    /** Sends a whole frame, masked as a client's must be (RFC 6455 section 5.3). Two threads may send. */
    private synchronized void frame(int opcode, byte[] payload, int offset, int length) throws IOException {
        int extra = length < 126 ? 0 : length < 1 << 16 ? 2 : 8;
        byte[] frame = new byte[2 + extra + 4 + length];
        frame[0] = (byte) (0x80 | opcode);
        frame[1] = (byte) (0x80 | (extra == 0 ? length : extra == 2 ? 126 : 127));
        for (int i = 0; i < extra; i++) {
            frame[2 + i] = (byte) ((long) length >> 8 * (extra - 1 - i));
        }
        byte[] mask = new byte[4];
        random.nextBytes(mask);
        System.arraycopy(mask, 0, frame, 2 + extra, 4);
        for (int i = 0; i < length; i++) {
            frame[2 + extra + 4 + i] = (byte) (payload[offset + i] ^ mask[i & 3]);
        }
        sent.write(frame);
    }
}
