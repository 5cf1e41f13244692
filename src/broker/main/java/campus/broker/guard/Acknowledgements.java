package campus.broker.guard;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The acknowledgements of one connection: those of the guard and those of Artemis, in the order of the publications
 * (MQTT 5 section 4.6). The guard's part of a SUBACK is put into that of Artemis.
 */
final class Acknowledgements {

    /** In a list of codes, the place of a filter that Artemis decides. */
    static final int OF_ARTEMIS = -1;

    private final Deque<Expected> expected = new ArrayDeque<>();
    private final Map<Integer, List<Integer>> subacks = new HashMap<>();

    /** A publication of QoS 1 or 2 goes to Artemis, which will acknowledge it. */
    void expect(int id) {
        expected.add(new Expected(id, null));
    }

    /** The guard's own acknowledgement: written after those that are expected. */
    void answer(int id, MqttMessage own, Consumer<MqttMessage> write) {
        expected.add(new Expected(id, own));
        release(write);
    }

    /** A SUBSCRIBE of which a part goes to Artemis. */
    void expectSuback(int id, List<Integer> codes) {
        subacks.put(id, codes);
    }

    /** Whether Artemis has a SUBSCRIBE that it has not acknowledged. */
    boolean expectsSuback() {
        return !subacks.isEmpty();
    }

    /** A packet that Artemis writes, with the guard's part of it. */
    MqttMessage merged(MqttMessage message) {
        if (message instanceof MqttSubAckMessage suback) {
            int id = suback.variableHeader().messageId();
            List<Integer> codes = subacks.remove(id);
            if (codes != null) {
                List<Integer> merged = new ArrayList<>();
                var granted = suback.payload().reasonCodes().iterator();
                codes.forEach(code -> merged.add(code == OF_ARTEMIS ? granted.next() : code));
                return Answers.suback(id, merged);
            }
        }
        return message;
    }

    /** Artemis has written a packet: if it acknowledges a publication, the guard's next ones may follow. */
    void written(MqttMessage message, Consumer<MqttMessage> write) {
        MqttMessageType type = message.fixedHeader().messageType();
        if ((type == MqttMessageType.PUBACK || type == MqttMessageType.PUBREC)
                && message.variableHeader() instanceof MqttMessageIdVariableHeader header) {
            expected.remove(new Expected(header.messageId(), null));
            release(write);
        }
    }

    private void release(Consumer<MqttMessage> write) {
        while (!expected.isEmpty() && expected.peek().own != null) {
            write.accept(expected.remove().own);
        }
    }

    /** @param own null: Artemis acknowledges it */
    private record Expected(int id, MqttMessage own) {
    }
}
