package campus.link.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the first packet of a broker, and changes what Paho does not understand in it (MQTT 5 section 3.2). */
final class Connack {

    private static final int RECEIVE_MAXIMUM = 0x21;
    private static final int TOPIC_ALIAS_MAXIMUM = 0x22;
    private static final int LARGEST_SHORT = 0x7FFF;

    private final byte[] packet;
    private int position;

    private Connack(byte[] packet, int position) {
        this.packet = packet;
        this.position = position;
    }

    /**
     * The first packet, changed if it is a CONNACK of MQTT 5. Of any other packet only the fixed header is read.
     *
     * @throws EOFException if the connection ends before the packet is complete
     */
    static byte[] read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        int first = in.readUnsignedByte();
        header.write(first);
        int length = 0;
        int shift = 0;
        int digit;
        do {
            digit = in.readUnsignedByte();
            header.write(digit);
            length |= (digit & 0x7F) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0 && shift <= 21);
        if (first >> 4 != Packet.CONNACK || length > 1 << 20) {
            return header.toByteArray();
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        int start = header.size();
        header.write(body);
        byte[] packet = header.toByteArray();
        if (length > 2) {
            new Connack(packet, start + 2).change();
        }
        return packet;
    }

    private void change() {
        int end = Math.min(packet.length, variableByteInteger() + position);
        while (position < end) {
            switch (packet[position++]) {
                case RECEIVE_MAXIMUM -> limit(LARGEST_SHORT);
                case TOPIC_ALIAS_MAXIMUM -> limit(0);
                case 0x24, 0x25, 0x28, 0x29, 0x2A -> position += 1;
                case 0x13 -> position += 2;
                case 0x11, 0x27 -> position += 4;
                case 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F -> skipString();
                case 0x26 -> {
                    skipString();
                    skipString();
                }
                default -> position = end;
            }
        }
    }

    private void limit(int largest) {
        if (position + 1 < packet.length) {
            int value = Math.min(largest, (packet[position] & 0xFF) << 8 | packet[position + 1] & 0xFF);
            packet[position] = (byte) (value >> 8);
            packet[position + 1] = (byte) value;
        }
        position += 2;
    }

    private void skipString() {
        int length = position + 1 < packet.length
                ? (packet[position] & 0xFF) << 8 | packet[position + 1] & 0xFF
                : packet.length;
        position += 2 + length;
    }

    /** A variable byte integer (MQTT 5 section 1.5.5). */
    private int variableByteInteger() {
        int value = 0;
        int shift = 0;
        int digit = 0x80;
        while ((digit & 0x80) != 0 && position < packet.length && shift <= 21) {
            digit = packet[position++];
            value |= (digit & 0x7F) << shift;
            shift += 7;
        }
        return value;
    }
}
