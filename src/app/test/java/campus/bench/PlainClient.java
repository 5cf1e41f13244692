package campus.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * As little MQTT 3.1.1 as a benchmark needs beside what it measures: counts the messages of a topic, or publishes lines
 * no faster than the broker acknowledges them. It looks at the first bytes of a packet only, so it costs next to
 * nothing.
 */
final class PlainClient implements AutoCloseable {

    private static final int WINDOW = 500;
    /** At QoS 0 this many messages are acknowledged by one at QoS 1: the broker takes them in their order. */
    private static final int TOGETHER = 50;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int SUBACK = 9;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18).flip();

    PlainClient(int port) throws IOException {
        this(port, null, null);
    }

    /** @param user null for none */
    PlainClient(int port, String user, String password) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channel.socket().setTcpNoDelay(true);
        // Clean session, no keep alive, an identifier by the broker.
        ByteArrayOutputStream connect = new ByteArrayOutputStream();
        connect.writeBytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, (byte) (user == null ? 2 : 0xC2), 0, 0, 0, 0});
        if (user != null) {
            writeText(connect, user);
            writeText(connect, password);
        }
        send(packet(0x10, connect.toByteArray()));
        nextType();
    }

    /** Subscribes at QoS 0, so that nothing has to be acknowledged. */
    PlainClient subscribe(String topic) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1});
        writeText(body, topic);
        body.write(0);
        send(packet(0x82, body.toByteArray()));
        while (nextType() != SUBACK) {
            // The broker may send a message first.
        }
        return this;
    }

    /**
     * Counts messages until so many have come or the connection is closed.
     *
     * @return when the first and when the last came, {@link System#nanoTime}; null if they are too few
     */
    long[] count(int messages) {
        long first = 0;
        try {
            for (int count = 0; count < messages;) {
                if (nextType() == PUBLISH) {
                    count++;
                    first = count == 1 ? System.nanoTime() : first;
                }
            }
            return new long[] {first, System.nanoTime()};
        } catch (IOException e) {
            return null;
        }
    }

    /** Publishes; returns when the broker has acknowledged all. */
    void publish(String topic, int qos, List<byte[]> lines) throws IOException {
        int together = qos == 0 ? TOGETHER : 1;
        ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
        int sent = 0;
        for (int acknowledged = 0; acknowledged < lines.size();) {
            while (sent < lines.size() && sent - acknowledged < WINDOW) {
                byte[] line = lines.get(sent++);
                boolean asks = sent % together == 0 || sent == lines.size();
                byte[] packet = publication(topic, asks ? 1 + sent % 65_535 : 0, line);
                if (out.remaining() < packet.length) {
                    flush(out);
                }
                out.put(packet);
            }
            flush(out);
            // All that are here already: a system call for each would be many.
            do {
                acknowledged += nextType() == PUBACK ? Math.min(together, lines.size() - acknowledged) : 0;
            } while (in.remaining() >= 4 && acknowledged < lines.size());
        }
    }

    /** @param id 0 for QoS 0 */
    private static byte[] publication(String topic, int id, byte[] payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(160);
        writeText(body, topic);
        if (id > 0) {
            body.write(id >> 8);
            body.write(id);
        }
        body.writeBytes(payload);
        return packet(id > 0 ? 0x32 : 0x30, body.toByteArray());
    }

    private void flush(ByteBuffer out) throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    private void send(byte[] packet) throws IOException {
        flush(ByteBuffer.allocate(packet.length).put(packet));
    }

    private static byte[] packet(int first, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream(body.length + 5);
        packet.write(first);
        int length = body.length;
        while (length > 127) {
            packet.write(length & 127 | 128);
            length >>= 7;
        }
        packet.write(length);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private static void writeText(ByteArrayOutputStream body, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        body.write(bytes.length >> 8);
        body.write(bytes.length);
        body.writeBytes(bytes);
    }

    /** Reads a packet; its type. */
    private int nextType() throws IOException {
        int type = next() >> 4 & 15;
        int length = 0;
        int b;
        int shift = 0;
        do {
            b = next();
            length |= (b & 127) << shift;
            shift += 7;
        } while ((b & 128) != 0);
        while (length > in.remaining()) {
            length -= in.remaining();
            fill();
        }
        in.position(in.position() + length);
        return type;
    }

    private byte next() throws IOException {
        if (!in.hasRemaining()) {
            fill();
        }
        return in.get();
    }

    private void fill() throws IOException {
        in.clear();
        if (channel.read(in) < 0) {
            throw new IOException("the broker closed the connection");
        }
        in.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
