package campus.cli.ends;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.options.ExitCode;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** Commands whose subscription or message the broker refuses, or never answers, while it keeps the connection. */
class RefusalMatrixIT extends Matrix {

    private static final List<Integer> OF_SUBACK = List.of(0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2);
    private static final List<Integer> OF_PUBACK = List.of(0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99);
    private static final List<Subject> SUBSCRIBERS = List.of(Subject.SUB_0, Subject.SUB_1, Subject.STATUS,
            Subject.WATCH, Subject.STUDENT);
    private static final List<Subject> PUBLISHERS = List.of(Subject.PUB_1, Subject.LINES, Subject.REPLAY,
            Subject.STUDENT);

    @Override
    List<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (Subject subject : SUBSCRIBERS) {
            OF_SUBACK.forEach(code -> cells.add(cell(subject, String.format("SUBACK 0x%02X", code),
                    cell -> notSubscribed(cell, code))));
            cells.add(cell(subject, "SUBACK 0x87 after a reconnect", RefusalMatrixIT::notSubscribedAgain));
            cells.add(cell(subject, "no SUBACK in time", RefusalMatrixIT::notAnswered));
        }
        for (Subject subject : PUBLISHERS) {
            OF_PUBACK.forEach(code -> cells.add(cell(subject, String.format("PUBACK 0x%02X", code),
                    cell -> notPublished(cell, code))));
        }
        cells.add(cell(Subject.PUB_2, "PUBREC 0x87", RefusalMatrixIT::notReceived));
        cells.add(cell(Subject.PUB_2, "Maximum QoS 1", cell -> notSent(cell, MqttPropertyType.MAXIMUM_QOS, 1,
                "the broker takes QoS 1 at most, not QoS 2")));
        for (Subject subject : List.of(Subject.PUB_0, Subject.PUB_1)) {
            cells.add(cell(subject, "-r, Retain Available 0", cell -> notSent(cell,
                    MqttPropertyType.RETAIN_AVAILABLE, 0, "the broker keeps no retained messages", "-r")));
        }
        cells.add(cell(Subject.DOCTOR, "SUBACK 0x87", cell -> examined(cell, MqttMessageType.SUBACK)));
        cells.add(cell(Subject.DOCTOR, "PUBACK 0x87", cell -> examined(cell, MqttMessageType.PUBACK)));
        return cells;
    }

    private static void notSubscribed(Cell cell, int code) throws Exception {
        cell.peer.always().subAck(code);
        cell.start();
        cell.requireCode(ExitCode.REFUSED_BY_BROKER);
        requireLine(cell, "may not subscribe to ", code);
    }

    private static void notSubscribedAgain(Cell cell) throws Exception {
        cell.peer.onConnection(2).subAck(0x87);
        cell.start();
        cell.peer.awaitConnection(1).awaitReceived(MqttMessageType.SUBSCRIBE, cell.subject == Subject.STUDENT ? 2 : 1);
        cell.peer.awaitConnection(1).close();
        cell.requireCode(ExitCode.REFUSED_BY_BROKER);
        assertThat(cell.err()).hasSize(2);
        assertThat(cell.err().get(0)).startsWith("WARN ").endsWith("; trying again");
        assertThat(cell.err().get(1)).startsWith("campus: ").contains(" may not subscribe to ",
                "not authorized (0x87)");
    }

    /** The broker answers pings, but no subscription: -W and --timeout count all the same. */
    private static void notAnswered(Cell cell) throws Exception {
        cell.seconds(3).peer.always().withhold(MqttMessageType.SUBSCRIBE);
        cell.start();
        cell.requireCode(cell.subject == Subject.STUDENT ? ExitCode.NOTHING_IN_TIME : ExitCode.FAILED);
        assertThat(cell.err()).hasSize(2);
        assertThat(cell.err().get(0)).startsWith("WARN ").contains("no answer to the subscription in time");
        assertThat(cell.err().get(1)).startsWith("campus: ").contains("within 3");
        if (cell.subject != Subject.STUDENT) {
            assertThat(cell.err().get(1)).contains(cell.peer.uri());
        }
    }

    private static void notPublished(Cell cell, int code) throws Exception {
        cell.messages(1).peer.always().pubAck(code);
        cell.start();
        cell.requireCode(ExitCode.REFUSED_BY_BROKER);
        requireLine(cell, "may not publish to ", code);
    }

    private static void notReceived(Cell cell) throws Exception {
        cell.peer.always().pubRec(0x87);
        cell.start();
        cell.requireCode(ExitCode.REFUSED_BY_BROKER);
        requireLine(cell, "may not publish to ", 0x87);
    }

    private static void notSent(Cell cell, MqttPropertyType limit, int value, String words, String... options)
            throws Exception {
        cell.peer.always().connAck(limit, value);
        cell.start(options);
        cell.requireCode(ExitCode.REFUSED_BY_BROKER);
        assertThat(cell.err()).containsExactly("campus: not published to x/y: " + words);
        assertThat(cell.peer.received(MqttMessageType.PUBLISH)).isEmpty();
    }

    private static void examined(Cell cell, MqttMessageType answer) throws Exception {
        if (answer == MqttMessageType.SUBACK) {
            cell.peer.always().subAck("DST/CODIGO", 0x87);
        } else {
            cell.peer.always().pubAck(0x87);
        }
        cell.start();
        cell.requireCode(ExitCode.FAILED);
        assertThat(cell.err()).isEmpty();
        assertThat(cell.out()).containsPattern("FAIL .*not authorized \\(0x87\\)");
    }

    private static void requireLine(Cell cell, String words, int code) {
        assertThat(cell.err()).singleElement().asString().startsWith("campus: ")
                .contains(words, cell.peer.uri(), String.format("(0x%02X)", code));
    }
}
