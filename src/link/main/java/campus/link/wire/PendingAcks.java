package campus.link.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The packet identifiers of one connection that are in use (MQTT 5 section 2.2.1), and a callback for the
 * acknowledgement of each. Paho numbers its own packets, of QoS 2, from 1 up; these identifiers are from 32768 up.
 */
public final class PendingAcks {

    /** How many acknowledgements may be outstanding. */
    public static final int MAX = 32_767;

    private static final int FIRST = 0x8000;
    private static final int LAST = 0xFFFF;

    private final Map<Integer, IntConsumer> pending = new HashMap<>();
    private int next = FIRST;

    /**
     * Takes a free packet identifier.
     *
     * @param acknowledged called with the reason code, at most once
     * @return the packet identifier
     */
    public synchronized int register(IntConsumer acknowledged) {
        int id = next;
        while (pending.putIfAbsent(id, acknowledged) != null) {
            id = following(id);
        }
        next = following(id);
        return id;
    }

    private static int following(int id) {
        return id == LAST ? FIRST : id + 1;
    }

    /** Frees the identifier of a packet that was not sent. */
    public void forget(int id) {
        remove(id);
    }

    /** Frees an identifier and passes the reason code of its acknowledgement on; ignores one that is free. */
    public void acknowledged(int id, int reasonCode) {
        IntConsumer acknowledged = remove(id);
        if (acknowledged != null) {
            acknowledged.accept(reasonCode);
        }
    }

    private synchronized IntConsumer remove(int id) {
        return pending.remove(id);
    }
}
