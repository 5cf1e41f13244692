package campus.link;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What the broker sends, as Paho can bear it. The CONNACK is read here first, and two of its properties are changed:
 * a Receive Maximum above 32767, which Paho reads as negative, and the Topic Alias Maximum, as Paho resends a message
 * under an alias that a new connection does not know. A connection that ends at once is not reported ended before
 * Paho's threads have started: one of them would wait for the other for ever.
 */
final class WireInput extends FilterInputStream {

    private final WireOutput out;
    private byte[] connack;
    private int position;

    /** @param out where Paho sends its CONNECT, which it does when all its threads have started */
    WireInput(InputStream in, WireOutput out) {
        super(in);
        this.out = out;
    }

    @Override
    public int read() throws IOException {
        if (hasConnack()) {
            return connack[position++] & 0xFF;
        }
        try {
            int b = super.read();
            return b < 0 ? ended() : b;
        } catch (IOException e) {
            ended();
            throw e;
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (hasConnack()) {
            int count = Math.min(length, connack.length - position);
            System.arraycopy(connack, position, bytes, offset, count);
            position += count;
            return count;
        }
        try {
            int count = super.read(bytes, offset, length);
            return count < 0 ? ended() : count;
        } catch (IOException e) {
            ended();
            throw e;
        }
    }

    /** Asks nothing of the socket: Paho calls this before each packet and only wants to know whether to show activity. */
    @Override
    public int available() {
        return 0;
    }

    private boolean hasConnack() throws IOException {
        if (connack == null) {
            try {
                connack = Connack.read(in);
            } catch (EOFException e) {
                connack = new byte[0];
            } catch (IOException e) {
                ended();
                throw e;
            }
        }
        return position < connack.length;
    }

    private int ended() {
        out.awaitFirstWrite();
        return -1;
    }
}
