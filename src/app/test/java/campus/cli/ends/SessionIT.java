package campus.cli.ends;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.CommandLines;
import campus.cli.options.ExitCode;
import campus.testkit.peer.ScriptedPeer;
import campus.testkit.peer.ScriptedPeerPacket;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command keeps while it connects again. */
@Timeout(30)
class SessionIT {

    private static final MqttPropertyType EXPIRY = MqttPropertyType.SESSION_EXPIRY_INTERVAL;

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final CommandLines commands = new CommandLines();

    @AfterEach
    void stop() {
        commands.close();
        peer.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void subKeepsItsSessionWhileItConnectsAgainAndLeavesNone(int qos) throws Exception {
        CommandLines.Started sub = start("sub", "-i", "me", "-t", "x/#", "-q", "" + qos, "-C", "3");
        peer.deliver("x/y", "one", qos);
        peer.awaitConnection(1).awaitReceived(qos == 1 ? MqttMessageType.PUBACK : MqttMessageType.PUBCOMP, 1);
        peer.down();
        peer.session("me").deliver("x/y", "two", qos);
        peer.up();
        peer.awaitConnection(2).awaitReceived(MqttMessageType.SUBSCRIBE, 1);
        peer.deliver("x/y", "three", qos);

        assertThat(sub.code().get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(sub.out()).isEqualTo("one\ntwo\nthree\n");
        List<ScriptedPeerPacket> connects = peer.received(MqttMessageType.CONNECT);
        assertThat(connects).extracting(each -> each.connect().cleanStart()).containsExactly(true, false);
        assertThat(connects).extracting(each -> each.properties().get(EXPIRY)).containsExactly(60, 60);
        assertThat(peer.awaitReceived(MqttMessageType.DISCONNECT, 1)).singleElement()
                .satisfies(packet -> assertThat(packet.properties().get(EXPIRY)).isEqualTo(0));
        assertThat(peer.faults()).isEmpty();
    }

    /** A broker may send a message for each of them (MQTT 5 section 3.3.4), as Mosquitto does. */
    @Test
    void subSubscribesToNoFilterThatAnotherCovers() throws Exception {
        CommandLines.Started sub = start("sub", "-C", "1", "-t", "x/y", "-t", "x/#", "-t", "x/+", "-t", "x/#",
                "-t", "z", "-t", "$share/g/x/y");
        peer.deliver("x/y", "one", 0);
        assertThat(sub.code().get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(peer.received(MqttMessageType.SUBSCRIBE)).singleElement().satisfies(packet ->
                assertThat(packet.filters()).containsOnlyKeys("x/#", "z", "$share/g/x/y"));
        assertThat(peer.connections()).hasSize(1);
    }

    @Test
    void subAtQos0HasNoSession() throws Exception {
        CommandLines.Started sub = start("sub", "-t", "x/#", "-C", "1");
        peer.deliver("x/y", "one", 0);
        assertThat(sub.code().get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(peer.received(MqttMessageType.CONNECT).get(0).properties().getOrDefault(EXPIRY, 0)).isEqualTo(0);
    }

    /** Each message once, even if its PUBREC, its PUBCOMP or nothing of its answer has come. */
    @ParameterizedTest
    @CsvSource({"PUBLISH, 2", "PUBREL, 1"})
    void pubAtQos2SendsAMessageOnce(MqttMessageType cutAfter, int publishes) throws Exception {
        peer.onConnection(1).cutAfter(cutAfter);
        CommandLines.Started pub = start("pub", "-t", "x/y", "-q", "2", "-m", "one");
        assertThat(pub.code().get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(peer.accepted()).extracting(each -> new String(each.payload(), UTF_8)).containsExactly("one");
        assertThat(peer.received(MqttMessageType.PUBLISH)).hasSize(publishes);
    }

    private CommandLines.Started start(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(new String[] {"-p", "" + peer.port(), "-D",
            "camel.component.paho-mqtt5.max-reconnect-delay=300"}, 0, all, arguments.length, 4);
        return commands.start(InputStream.nullInputStream(), all);
    }
}
