package campus.link.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The packet identifiers of one connection that are in use (MQTT 5 section 2.2.1), and who waits for the answer of
 * each. Paho gives its own packets, of QoS 2, the identifiers from 1 up; these are from 32768 up.
 */
public final class PendingAcks {

    /** How many answers may be outstanding. */
    public static final int MAX = 32_767;

    private static final int FIRST = 0x8000;
    private static final int LAST = 0xFFFF;

    private final Map<Integer, IntConsumer> waiting = new HashMap<>();
    private int next = FIRST;

    /** @return a free identifier; {@code answer} will be told the reason code, once at most */
    public synchronized int await(IntConsumer answer) {
        int id = next;
        while (waiting.putIfAbsent(id, answer) != null) {
            id = following(id);
        }
        next = following(id);
        return id;
    }

    private static int following(int id) {
        return id == LAST ? FIRST : id + 1;
    }

    public void forget(int id) {
        remove(id);
    }

    /** An answer that nobody waits for is passed over. */
    public void answered(int id, int reasonCode) {
        IntConsumer answer = remove(id);
        if (answer != null) {
            answer.accept(reasonCode);
        }
    }

    private synchronized IntConsumer remove(int id) {
        return waiting.remove(id);
    }
}
