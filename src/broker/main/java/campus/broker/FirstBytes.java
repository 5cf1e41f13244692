package campus.broker;

import io.netty.buffer.ByteBuf;

/** The first bytes of a connection: Artemis logs a line, or several, for each that is no MQTT. */
final class FirstBytes {

    /** As many as Artemis looks at. */
    private static final int LENGTH = 8;
    private static final int CONNECT = 0x10;
    private static final int MORE = 0x80;
    private static final int MAX_LENGTH_BYTES = 4;

    private final byte[] bytes = new byte[LENGTH];
    private int count;

    /** Whether the connection can be one of MQTT, as far as it has been read; reads nothing from the buffer. */
    boolean canBeMqtt(ByteBuf read) {
        int more = Math.min(LENGTH - count, read.readableBytes());
        read.getBytes(read.readerIndex(), bytes, count, more);
        count += more;
        if (count > 0 && bytes[0] != CONNECT) {
            return false;
        }
        int name = 1;
        while (name < count && name < MAX_LENGTH_BYTES && (bytes[name] & MORE) != 0) {
            name++;
        }
        // The name of the protocol, behind its length: MQTT or MQIsdp.
        return isAt(name + 1, 0, 0) && isAt(name + 2, 4, 6) && isAt(name + 3, 'M', 'M') && isAt(name + 4, 'Q', 'Q');
    }

    private boolean isAt(int index, int one, int other) {
        return index >= count || bytes[index] == one || bytes[index] == other;
    }

    /** Whether it can be one of HTTP, by what {@link #canBeMqtt} has seen. */
    boolean canBeHttp() {
        return (count < 1 || bytes[0] == 'G') && (count < 2 || bytes[1] == 'E');
    }
}
