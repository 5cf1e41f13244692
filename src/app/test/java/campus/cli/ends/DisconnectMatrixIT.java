package campus.cli.ends;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.options.ExitCode;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.provider.Arguments;

/** Every command and every reason code of a DISCONNECT that a broker may send (MQTT 5 section 3.14.2.1). */
class DisconnectMatrixIT extends Matrix {

    /** What a user need not mend. */
    private static final Set<Integer> PASSING = Set.of(0x00, 0x80, 0x88, 0x89, 0x8B, 0x8D, 0x9F, 0xA0);
    /** What may be the fault of a message in flight. */
    private static final Set<Integer> OF_A_MESSAGE = Set.of(0x81, 0x82, 0x90, 0x94, 0x95, 0x99, 0x9A, 0x9B);
    private static final Map<Integer, String> WORDS = new TreeMap<>();

    static {
        WORDS.put(0x00, "the broker closed the connection");
        WORDS.put(0x80, "unspecified error (0x80)");
        WORDS.put(0x81, "malformed packet (0x81)");
        WORDS.put(0x82, "protocol error (0x82)");
        WORDS.put(0x83, "implementation specific error (0x83)");
        WORDS.put(0x87, "not authorized (0x87)");
        WORDS.put(0x88, "server unavailable (0x88)");
        WORDS.put(0x89, "server busy (0x89)");
        WORDS.put(0x8B, "server shutting down (0x8B)");
        WORDS.put(0x8D, "keep alive timeout (0x8D)");
        WORDS.put(0x8E, "session taken over by another client with the same identifier (0x8E)");
        WORDS.put(0x8F, "topic filter invalid (0x8F)");
        WORDS.put(0x90, "topic name invalid (0x90)");
        WORDS.put(0x93, "receive maximum exceeded (0x93)");
        WORDS.put(0x94, "topic alias invalid (0x94)");
        WORDS.put(0x95, "packet too large (0x95)");
        WORDS.put(0x96, "message rate too high (0x96)");
        WORDS.put(0x97, "quota exceeded (0x97)");
        WORDS.put(0x98, "administrative action (0x98)");
        WORDS.put(0x99, "payload format invalid (0x99)");
        WORDS.put(0x9A, "retain not supported (0x9A)");
        WORDS.put(0x9B, "QoS not supported (0x9B)");
        WORDS.put(0x9C, "use another server (0x9C)");
        WORDS.put(0x9D, "server moved (0x9D)");
        WORDS.put(0x9E, "shared subscriptions not supported (0x9E)");
        WORDS.put(0x9F, "connection rate exceeded (0x9F)");
        WORDS.put(0xA0, "maximum connect time (0xA0)");
        WORDS.put(0xA1, "subscription identifiers not supported (0xA1)");
        WORDS.put(0xA2, "wildcard subscriptions not supported (0xA2)");
    }

    @Override
    List<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            WORDS.keySet().forEach(code -> cells.add(cell(subject, String.format("0x%02X", code),
                    cell -> disconnected(cell, code))));
        }
        for (Subject subject : Subject.LINKED) {
            for (int code : List.of(0x82, 0x87, 0x8B, 0x8E, 0x98)) {
                cells.add(cell(subject, String.format("0x%02X --no-reconnect", code),
                        cell -> disconnectedForGood(cell, code)));
            }
        }
        return cells;
    }

    private static void disconnected(Cell cell, int code) throws Exception {
        boolean passes = PASSING.contains(code);
        if (!passes) {
            // One message in flight is the one that is to blame.
            cell.messages(1);
        }
        disconnect(cell, code);
        if (cell.subject == Subject.DOCTOR) {
            requireFinding(cell, WORDS.get(code));
        } else if (passes) {
            requireNext(cell, WORDS.get(code));
        } else {
            requireEnd(cell, code);
        }
    }

    private static void disconnectedForGood(Cell cell, int code) throws Exception {
        disconnect(cell, code, "--no-reconnect");
        if (PASSING.contains(code) && cell.subject == Subject.PUB_0) {
            // The message has gone, and its sender may be gone before it hears of the end.
            cell.requireCodeIn(ExitCode.OK, ExitCode.FAILED);
            return;
        }
        cell.requireCode(PASSING.contains(code) ? ExitCode.FAILED : ExitCode.REFUSED_BY_BROKER);
        assertThat(cell.err()).singleElement().asString()
                .startsWith("campus: connection lost to " + cell.peer.uri())
                .contains(WORDS.get(code) + ", the broker says: why");
        assertThat(cell.peer.connections()).hasSize(1);
    }

    private static void disconnect(Cell cell, int code, String... options) {
        if (cell.subject.publishes()) {
            // The first connection of the doctor only tries the network.
            cell.peer.onConnection(cell.subject == Subject.DOCTOR ? 2 : 1)
                    .disconnectAfter(MqttMessageType.PUBLISH, code, "why");
        }
        cell.start(options);
        cell.awaitSubscribed(1);
        if (!cell.subject.publishes()) {
            cell.peer.awaitConnection(1).disconnect(code, "why");
        }
    }

    private static void requireFinding(Cell cell, String words) throws Exception {
        cell.requireCode(ExitCode.FAILED);
        assertThat(cell.err()).isEmpty();
        assertThat(cell.out().lines().filter(line -> line.startsWith("FAIL"))).singleElement().asString()
                .contains(words + ", the broker says: why");
    }

    private static void requireNext(Cell cell, String words) throws Exception {
        if (cell.subject != Subject.PUB_0) {
            // A message of QoS 0 has gone, so that nothing is left to be done.
            cell.peer.awaitConnection(2);
        }
        cell.finish();
        cell.requireCode(ExitCode.OK);
        cell.requireDone();
        if (cell.subject != Subject.PUB_0) {
            assertThat(cell.err()).singleElement().asString().startsWith("WARN ").endsWith("; trying again")
                    .contains("connection lost to " + cell.peer.uri(), ": " + words + ", the broker says: why");
        }
    }

    private static void requireEnd(Cell cell, int code) throws Exception {
        cell.requireCode(ExitCode.REFUSED_BY_BROKER);
        boolean blamed = OF_A_MESSAGE.contains(code) && cell.subject.publishes() && cell.subject != Subject.PUB_0;
        assertThat(cell.err()).singleElement().asString().startsWith("campus: ")
                .contains(blamed ? "not published to " : "connection lost to " + cell.peer.uri())
                .contains(WORDS.get(code) + ", the broker says: why");
        if (code == 0x8E) {
            assertThat(cell.err().get(0)).contains("-i");
        }
        if (!blamed) {
            assertThat(cell.peer.connections()).hasSize(1);
        }
    }
}
