package campus.link.wire;

import java.util.BitSet;

/** The packet identifiers that one session uses (MQTT 5 section 2.2.1). Not for use by several threads. */
public final class PacketIds {

    private static final int LAST = 65_535;

    private final BitSet used = new BitSet();
    private int last;

    /** Takes the next free identifier, 1 to 65535. */
    public int take() {
        int next = used.nextClearBit(last % LAST + 1);
        last = next <= LAST ? next : used.nextClearBit(1);
        if (last > LAST) {
            throw new IllegalStateException("all packet identifiers are in use");
        }
        used.set(last);
        return last;
    }

    /** Gives an identifier back. */
    public void free(int id) {
        used.clear(id);
    }
}
