package campus.link.wire;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Shows a listener the packets on the two streams of a connection. It sits below {@link TransportInput} and
 * {@link TransportOutput}, so it sees the CONNACK unchanged, and the packets of Paho as well as those of the link.
 */
public final class PacketTap {

    private final String link;
    private final PacketListener listener;

    /** @param link the name that the listener gets with each packet */
    public PacketTap(String link, PacketListener listener) {
        this.link = link;
        this.listener = listener;
    }

    /** The same stream, whose packets are shown when they have been read. */
    InputStream received(InputStream in) {
        Cutter cutter = new Cutter(false);
        return new FilterInputStream(in) {

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = in.read(bytes, offset, length);
                cutter.add(bytes, offset, count);
                return count;
            }
        };
    }

    /** The same stream, whose packets are shown before they are written: a request is seen before its answer. */
    OutputStream sent(OutputStream out) {
        Cutter cutter = new Cutter(true);
        return new FilterOutputStream(out) {

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                cutter.add(bytes, offset, length);
                out.write(bytes, offset, length);
            }
        };
    }

    /** Cuts a stream of bytes into packets by the length in the fixed header (MQTT 5 section 2.1). */
    private final class Cutter {

        private static final int MAX_DIGITS = 4;

        private final boolean sent;
        private final ByteArrayOutputStream packet = new ByteArrayOutputStream();
        private int left;
        private boolean inBody;

        Cutter(boolean sent) {
            this.sent = sent;
        }

        /** @param length negative at the end of a stream */
        void add(byte[] bytes, int offset, int length) {
            int position = offset;
            while (position < offset + length) {
                int count = inBody ? Math.min(left, offset + length - position) : 1;
                packet.write(bytes, position, count);
                position += count;
                if (inBody) {
                    left -= count;
                } else {
                    header(bytes[position - 1]);
                }
                if (inBody && left == 0) {
                    listener.packet(link, sent, packet.toByteArray());
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
