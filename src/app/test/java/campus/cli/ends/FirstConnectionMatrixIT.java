package campus.cli.ends;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.options.ExitCode;
import campus.testkit.peer.ScriptedPeerScript;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.provider.Arguments;

/** Every command and every way in which its first connection can fail: it ends, with one line. */
class FirstConnectionMatrixIT extends Matrix {

    private enum End {
        REFUSED_81(0x81, ExitCode.REFUSED_BY_BROKER, "malformed packet (0x81)"),
        REFUSED_85(0x85, ExitCode.REFUSED_BY_BROKER, "client identifier not valid (0x85)"),
        REFUSED_86(0x86, ExitCode.REFUSED_BY_BROKER, "bad user name or password (0x86)"),
        REFUSED_87(0x87, ExitCode.REFUSED_BY_BROKER, "not authorized (0x87)"),
        BANNED(0x8A, ExitCode.REFUSED_BY_BROKER, "banned (0x8A)"),
        MOVED(0x9D, ExitCode.REFUSED_BY_BROKER, "server moved (0x9D)"),
        UNAVAILABLE(0x88, ExitCode.FAILED, "server unavailable (0x88)"),
        BUSY(0x89, ExitCode.FAILED, "server busy (0x89)"),
        ONLY_MQTT_3_1_1(0x01, ExitCode.REFUSED_BY_BROKER, "MQTT 5"),
        NOT_THIS_VERSION(0x84, ExitCode.REFUSED_BY_BROKER, "MQTT 5"),
        CLOSED_AT_ONCE(ScriptedPeerScript::closeOnAccept, "closed the connection"),
        CLOSED(script -> script.closeAfter(MqttMessageType.CONNECT), "closed the connection"),
        CUT(script -> script.cutAfter(MqttMessageType.CONNECT), "closed the connection"),
        SILENT(ScriptedPeerScript::mute, "no answer in time"),
        NO_LISTENER(script -> { }, "no server listens there");

        private final Consumer<ScriptedPeerScript> script;
        private final int code;
        private final String words;

        End(int connAck, int code, String words) {
            this.script = peer -> peer.connAck(connAck);
            this.code = code;
            this.words = words;
        }

        End(Consumer<ScriptedPeerScript> script, String words) {
            this.script = script;
            this.code = ExitCode.FAILED;
            this.words = words;
        }
    }

    @Override
    List<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            for (End end : End.values()) {
                cells.add(cell(subject, end.name(), cell -> failed(cell, end)));
            }
        }
        return cells;
    }

    private static void failed(Cell cell, End end) throws Exception {
        end.script.accept(cell.peer.always());
        if (end == End.NO_LISTENER) {
            cell.peer.down();
        }
        cell.start();
        cell.requireCode(cell.subject == Subject.DOCTOR ? ExitCode.FAILED : end.code);
        if (cell.subject == Subject.DOCTOR) {
            assertThat(cell.err()).isEmpty();
            assertThat(cell.out().lines().filter(line -> line.startsWith("FAIL"))).singleElement().asString()
                    .contains(end.words);
        } else {
            assertThat(cell.err()).singleElement().asString().startsWith("campus: not connected to "
                    + cell.peer.uri()).contains(end.words);
        }
    }
}
