package campus.cli.ends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.cli.CommandLines;
import campus.testkit.peer.ScriptedPeer;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that closes each connection soon, as Mosquitto 2.0 does if two clients have the same identifier. */
class SharedIdentifierIT {

    @Test
    @Timeout(30)
    void theRemedyIsToldOnceAndTheWaitsGrow() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.start(); CommandLines commands = new CommandLines()) {
            CommandLines.Started sub = commands.start(InputStream.nullInputStream(), "sub", "-p", "" + peer.port(),
                    "-t", "x/#", "-i", "same", "-D", "camel.component.paho-mqtt5.max-reconnect-delay=1000");
            for (int i = 1; i <= 6; i++) {
                peer.awaitConnection(i).awaitReceived(MqttMessageType.SUBSCRIBE, 1);
                peer.awaitConnection(i).close();
            }
            peer.awaitConnection(7);

            assertThat(sub.err()).hasSize(4).allMatch(line -> line.startsWith("WARN "));
            assertThat(sub.err().get(2)).doesNotContain("-i");
            assertThat(sub.err().get(3)).contains("the broker closed the connection again and again: another client"
                    + " may have the same identifier (-i, campus.client-id), or this one may not publish what it does;"
                    + " trying again");
            assertThat(Duration.between(peer.connections().get(5).received().get(0).at(),
                    peer.awaitConnection(7).awaitReceived(MqttMessageType.CONNECT, 1).get(0).at()))
                    .isGreaterThan(Duration.ofMillis(400));
            peer.always().connAck(0x87);
            peer.connections().get(6).close();
            await().until(sub.code()::isDone);
        }
    }
}
