package campus.cli.ends;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.options.ExitCode;
import campus.testkit.peer.ScriptedPeerConnection;
import campus.testkit.peer.ScriptedPeerScript;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Every command and every way in which a connection can be lost without a word: it goes on when the broker is back, and
 * loses nothing at QoS 1. With {@code --no-reconnect} it ends with the reason.
 */
class LostConnectionMatrixIT extends Matrix {

    private enum End {
        CLOSED("the broker closed the connection", script -> script.closeAfter(MqttMessageType.PUBLISH),
                (cell, connection) -> connection.close()),
        CUT("the broker closed the connection", script -> script.cutAfter(MqttMessageType.PUBLISH),
                (cell, connection) -> connection.cut()),
        SILENT("no answer to a ping in time",
                script -> script.withhold(MqttMessageType.PUBLISH, MqttMessageType.PINGREQ),
                (cell, connection) -> connection.silent()),
        GONE("the broker closed the connection", script -> script.withhold(MqttMessageType.PUBLISH),
                (cell, connection) -> cell.peer.down());

        private final String words;
        private final Consumer<ScriptedPeerScript> instead;
        private final Act act;

        End(String words, Consumer<ScriptedPeerScript> instead, Act act) {
            this.words = words;
            this.instead = instead;
            this.act = act;
        }
    }

    /** Ends the connection of a command that has subscribed. */
    private interface Act {

        void on(Cell cell, ScriptedPeerConnection connection);
    }

    @Override
    List<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (Subject subject : Subject.LINKED) {
            for (End end : End.values()) {
                cells.add(cell(subject, end + " and back", cell -> back(cell, end)));
                cells.add(cell(subject, end + " --no-reconnect", cell -> once(cell, end)));
            }
            if (subject != Subject.PUB_0) {
                // A message of QoS 0 has gone before.
                cells.add(cell(subject, "REFUSED when it is back", LostConnectionMatrixIT::refusedLater));
            }
        }
        for (End end : End.values()) {
            cells.add(cell(Subject.DOCTOR, end.name(), cell -> examined(cell, end)));
        }
        return cells;
    }

    private static void end(Cell cell, End end, int connection, String... options) {
        if (cell.subject.publishes()) {
            end.instead.accept(cell.peer.onConnection(connection));
        }
        cell.start(options);
        if (!cell.subject.publishes()) {
            cell.awaitSubscribed(connection);
            end.act.on(cell, cell.peer.awaitConnection(connection));
        } else if (end == End.GONE) {
            cell.peer.awaitConnection(connection).awaitReceived(MqttMessageType.PUBLISH, 1);
            cell.peer.down();
        }
    }

    private static void back(Cell cell, End end) throws Exception {
        end(cell, end, 1);
        if (end == End.GONE && cell.subject != Subject.PUB_0) {
            cell.awaitLine("no server listens there");
            cell.peer.up();
        }
        if (cell.subject != Subject.PUB_0) {
            // With CONNECT it has the session; before, a delivery would go to the connection that was lost.
            cell.peer.awaitReceived(MqttMessageType.CONNECT, 2);
        }
        cell.finish();
        cell.requireCode(ExitCode.OK);
        cell.requireDone();
        if (cell.subject == Subject.PUB_0) {
            return;
        }
        assertThat(cell.err()).hasSize(end == End.GONE ? 2 : 1).allMatch(line -> line.startsWith("WARN ")
                && line.endsWith("; trying again"));
        assertThat(cell.err().get(0)).contains("connection lost to " + cell.peer.uri(), end.words);
    }

    private static void once(Cell cell, End end) throws Exception {
        end(cell, end, 1, "--no-reconnect");
        if (cell.subject == Subject.PUB_0) {
            // The message has gone; its sender may be gone as well before it hears of the end.
            cell.requireCodeIn(ExitCode.OK, ExitCode.FAILED);
            return;
        }
        cell.requireCode(ExitCode.FAILED);
        assertThat(cell.err()).singleElement().asString().startsWith("campus: connection lost to " + cell.peer.uri())
                .contains(end.words);
        assertThat(cell.peer.connections()).hasSize(1);
    }

    private static void refusedLater(Cell cell) throws Exception {
        cell.peer.onConnection(2).connAck(0x87);
        end(cell, End.CLOSED, 1);
        cell.requireCode(ExitCode.REFUSED_BY_BROKER);
        assertThat(cell.err()).hasSize(2);
        assertThat(cell.err().get(0)).startsWith("WARN ").endsWith("; trying again");
        assertThat(cell.err().get(1)).startsWith("campus: not connected to ").contains("not authorized (0x87)");
    }

    private static void examined(Cell cell, End end) throws Exception {
        end(cell, end, 2);
        cell.requireCode(ExitCode.FAILED);
        assertThat(cell.err()).isEmpty();
        assertThat(cell.out().lines().filter(line -> line.startsWith("FAIL"))).singleElement().asString()
                .contains(end == End.SILENT ? "no answer in time" : end.words);
    }
}
