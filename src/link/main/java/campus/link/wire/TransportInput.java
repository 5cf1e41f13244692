package campus.link.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * What the broker sends, packet by packet: a receiver takes the packets that it knows, and Paho reads the others. Two
 * properties of the CONNACK are changed: a Receive Maximum above 32767, which Paho reads as a negative number, and the
 * Topic Alias Maximum, because Paho resends a message under an alias that a new connection does not know. The end of a
 * connection is held back until Paho's threads have started: otherwise one of them would wait for the other for ever.
 */
public final class TransportInput extends InputStream {

    /** Gets each packet after the CONNACK, on the thread that reads. */
    @FunctionalInterface
    public interface Receiver {

        /** Returns true if it has taken the packet; else Paho gets it. */
        boolean received(Packet packet) throws IOException;
    }

    /** An empty PUBLISH at QoS 0, which Paho counts as activity of the broker while the receiver takes the packets. */
    private static final byte[] ACTIVITY = {0x30, 4, 0, 1, '$', 0};
    private static final long ACTIVITY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final InputStream in;
    private final TransportOutput out;
    private final Receiver receiver;
    private byte[] packet;
    private int position;
    private boolean mqtt;
    private long lastActivity = System.nanoTime();

    /** @param out the stream for the CONNECT, which Paho sends when all its threads have started */
    TransportInput(InputStream in, TransportOutput out, Receiver receiver) {
        this.in = in;
        this.out = out;
        this.receiver = receiver;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            if (!hasPacket()) {
                return ended();
            }
            if (position == packet.length) {
                int count = in.read(bytes, offset, length);
                return count < 0 ? ended() : count;
            }
        } catch (EOFException e) {
            return ended();
        } catch (IOException e) {
            ended();
            throw e;
        }
        int count = Math.min(length, packet.length - position);
        System.arraycopy(packet, position, bytes, offset, count);
        position += count;
        return count;
    }

    /** Does not ask the socket: Paho calls this before each packet, only to count activity. */
    @Override
    public int available() {
        return 0;
    }

    /** False at the end of the stream. If the first packet is no CONNACK, Paho reads the rest byte by byte. */
    private boolean hasPacket() throws IOException {
        if (packet == null) {
            packet = Connack.read(in);
            mqtt = (packet[0] & 0xFF) >> 4 == Packet.CONNACK;
        }
        while (mqtt && position == packet.length) {
            Packet next = Packet.read(in);
            if (next == null) {
                return false;
            }
            if (!taken(next)) {
                serve(next.bytes());
            } else if (System.nanoTime() - lastActivity > ACTIVITY_NANOS) {
                lastActivity = System.nanoTime();
                serve(ACTIVITY);
            }
        }
        return true;
    }

    private void serve(byte[] bytes) {
        packet = bytes;
        position = 0;
    }

    private boolean taken(Packet next) throws IOException {
        try {
            return receiver.received(next);
        } catch (RuntimeException e) {
            // Paho's receiving thread would end without reporting it.
            throw new IOException(e.getMessage(), e);
        }
    }

    private int ended() {
        out.awaitFirstWrite();
        return -1;
    }
}
