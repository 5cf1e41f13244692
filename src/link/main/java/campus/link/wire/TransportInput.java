package campus.link.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * What the broker sends, packet by packet: a receiver takes those it knows, the rest Paho reads. The CONNACK is changed
 * on the way, in two properties: a Receive Maximum above 32767, which Paho reads as negative, and the Topic Alias
 * Maximum, as Paho resends a message under an alias that a new connection does not know. A connection that ends at once
 * is not reported ended before Paho's threads have started: one of them would wait for the other for ever.
 */
public final class TransportInput extends InputStream {

    /** Sees each packet after the CONNACK, on the thread that reads. */
    @FunctionalInterface
    public interface Receiver {

        /** Whether it has taken the packet, so that Paho does not get it. */
        boolean received(Packet packet) throws IOException;
    }

    /** An empty PUBLISH at QoS 0, which Paho takes for activity and nobody else listens to. */
    private static final byte[] SIGN_OF_LIFE = {0x30, 4, 0, 1, '$', 0};
    private static final long SIGN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final InputStream in;
    private final TransportOutput out;
    private final Receiver receiver;
    private byte[] packet;
    private int position;
    private boolean mqtt;
    private long lastSign = System.nanoTime();

    /** @param out where Paho sends its CONNECT, which it does when all its threads have started */
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

    /** Asks nothing of the socket: Paho calls this before each packet and only wants to know whether to show activity. */
    @Override
    public int available() {
        return 0;
    }

    /** False at the end. A peer that does not begin with a CONNACK is Paho's to judge, byte by byte. */
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
            } else if (System.nanoTime() - lastSign > SIGN_NANOS) {
                lastSign = System.nanoTime();
                serve(SIGN_OF_LIFE);
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
            // Paho's receiving thread would end without a word.
            throw new IOException(e.getMessage(), e);
        }
    }

    private int ended() {
        out.awaitFirstWrite();
        return -1;
    }
}
