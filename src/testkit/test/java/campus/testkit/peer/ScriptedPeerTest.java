package campus.testkit.peer;

import static io.netty.handler.codec.mqtt.MqttMessageType.CONNECT;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBACK;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBLISH;
import static io.netty.handler.codec.mqtt.MqttMessageType.SUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The peer does not lie: it notes what came and no more, answers as a broker, and finds the faults of a client. */
class ScriptedPeerTest {

    private static final String CONNACK = "20 000000";
    private static final String SESSION_PRESENT = "20 010000";
    private static final String SUBSCRIBE_ALL = "82 07 0001 00 0001 23 01";
    /** With QoS 1 to x, and its acknowledgement; the packet identifiers are 2 and 3. */
    private static final String PUBLISH_2 = "32 07 0001 78 0002 00 74";
    private static final String PUBLISH_3 = "32 07 0001 78 0003 00 74";

    private final ScriptedPeer peer = ScriptedPeer.start();

    @AfterEach
    void stop() {
        peer.close();
    }

    private RawClient connected() throws IOException {
        RawClient client = RawClient.connect(peer);
        assertThat(client.next()).isIn(CONNACK, SESSION_PRESENT);
        return client;
    }

    @Test
    void answersAsABrokerAndNotesWhatCame() throws IOException {
        RawClient client = RawClient.connect(peer);
        assertThat(client.next()).isEqualTo(CONNACK);
        assertThat(client.send(SUBSCRIBE_ALL).next()).isEqualTo("90 00010001");
        assertThat(client.send(PUBLISH_2).next()).isEqualTo("40 00020000");
        // QoS 2, sent twice.
        assertThat(client.send("34 07 0001 79 0003 00 74").next()).isEqualTo("50 00030000");
        assertThat(client.send("3c 07 0001 79 0003 00 74").next()).isEqualTo("50 00030000");
        assertThat(client.send("62 02 0003").next()).isEqualTo("70 00030000");
        assertThat(client.send("e0 00").next()).isEmpty();

        assertThat(peer.connections().get(0).received()).extracting(Object::toString).containsExactly(
                "CONNECT Connect[clientId=a, cleanStart=false, user=null, hasWill=false]"
                        + " {RECEIVE_MAXIMUM=2, SESSION_EXPIRY_INTERVAL=86400}",
                "SUBSCRIBE 1 {#=1}", "PUBLISH 2 QoS 1 'x' 1 B", "PUBLISH 3 QoS 2 'y' 1 B",
                "PUBLISH 3 QoS 2 DUP 'y' 1 B", "PUBREL 3", "DISCONNECT");
        assertThat(peer.accepted()).extracting(ScriptedPeerPacket::topic).containsExactly("x", "y");
        assertThat(peer.faults()).isEmpty();
    }

    @Test
    void eachWaitFailsIfNothingComesAndListsWhatCameInstead() throws IOException {
        peer.patience(Duration.ofMillis(50));
        assertThatThrownBy(() -> peer.awaitConnection(1)).isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("connection 1", "no client has connected");
        connected().send("c0 00").next();

        assertThatThrownBy(peer::awaitSubscriber).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> peer.deliver("x", "t", 1)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> peer.await("nothing", () -> false)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> peer.awaitConnection(1).awaitReceived(PUBACK, 1)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> peer.awaitReceived(CONNECT, 2)).isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("2 CONNECT", "connection 1, open", "PINGREQ");
    }

    @ParameterizedTest
    @CsvSource({
        "40 02 0009,              acknowledges what is not outstanding",
        "70 02 0009,              acknowledges what is not outstanding",
        "30 07 0001 78 03 230001, has a topic alias",
        "32 07 0001 78 0002 00 74 32 07 0001 78 0003 00 74, exceeds the Receive Maximum of 1",
        "30 1d 0001 78 00 74747474747474747474747474747474747474747474747474, larger than the Maximum Packet",
        "90 03 0001 00,           is not what the peer knows",
        "00 00,                   cannot be read as MQTT"})
    void findsAFaultOfTheClient(String packets, String fault) throws IOException {
        peer.always().connAck(MqttPropertyType.RECEIVE_MAXIMUM, 1).connAck(MqttPropertyType.MAXIMUM_PACKET_SIZE, 30)
                .withhold(PUBLISH);
        RawClient client = RawClient.connect(peer);
        assertThat(client.next()).startsWith("20 0000");

        client.send(packets);
        peer.await("a fault", () -> !peer.faults().isEmpty());
        assertThat(peer.faults()).singleElement().asString().contains(fault);
        assertThat(peer.wrongAcks()).hasSize(fault.contains("outstanding") ? 1 : 0);
    }

    @Test
    void findsAPacketBeforeConnect() throws IOException {
        assertThat(new RawClient(peer).send(PUBLISH_2).next()).isEmpty();
        assertThat(peer.faults()).singleElement().asString().contains("before CONNECT");
        assertThat(peer.accepted()).isEmpty();
    }

    @Test
    void keepsASessionAndRedeliversWhatIsNotAcknowledged() throws IOException {
        for (int n = 1; n <= 4; n++) {
            peer.session("a").deliver("x", "t", n == 1 ? 2 : 1);
        }
        RawClient first = connected();
        assertThat(first.next()).isEqualTo("34 00017800010074");
        assertThat(first.next()).isEqualTo("32 00017800020074");
        assertThat(first.beforePingResp()).as("beyond the Receive Maximum").isEmpty();
        assertThat(first.send("50 02 0001").next()).isEqualTo("62 00010000");
        assertThat(first.send("40 02 0002").next()).isEqualTo("32 00017800030074");
        peer.down();
        assertThat(first.next()).isEmpty();
        assertThatThrownBy(() -> RawClient.connect(peer)).isInstanceOf(ConnectException.class);
        peer.up();

        RawClient second = RawClient.connect(peer);
        assertThat(second.next()).isEqualTo(SESSION_PRESENT);
        assertThat(second.next()).isEqualTo("62 00010000");
        assertThat(second.next()).as("with DUP").isEqualTo("3a 00017800030074");
        assertThat(second.send("70 02 0001").next()).isEqualTo("32 00017800040074");
        assertThat(peer.session("a").outstanding()).containsExactly(3, 4);
        assertThat(peer.session("a").queued()).isZero();
        assertThat(peer.faults()).isEmpty();
        connected();
        assertThat(second.next()).as("taken over").isEqualTo("e0 8e00");
    }

    @Test
    void withholdsAnswersUntilItIsToldToAnswer() throws IOException {
        peer.onConnection(1).withhold(PUBLISH);
        RawClient client = connected();
        assertThat(client.send(PUBLISH_2).beforePingResp()).isEmpty();
        peer.onConnection(1).withhold();
        assertThat(client.send(PUBLISH_3).beforePingResp()).isEqualTo("40 00030000\n");
    }

    @Test
    void refusesAsTheScriptSays() throws IOException {
        peer.onConnection(1).connAck(0x87);
        peer.always().subAck("#", 0x87).pubAck(0x97).sessionPresent(true);
        RawClient refused = RawClient.connect(peer);
        assertThat(refused.next()).startsWith("20 0187");
        assertThat(refused.next()).isEmpty();

        RawClient client = RawClient.connect(peer);
        assertThat(client.next()).isEqualTo(SESSION_PRESENT);
        assertThat(client.send(SUBSCRIBE_ALL).next()).isEqualTo("90 00010087");
        assertThat(client.send(PUBLISH_2).next()).isEqualTo("40 00029700");
        assertThat(peer.accepted()).isEmpty();
        assertThat(peer.patience(Duration.ofMillis(1)).faults()).isEmpty();
        assertThatThrownBy(peer::awaitSubscriber).isInstanceOf(AssertionError.class);
    }

    @Test
    void endsConnectionsWithFinAndWithRst() throws IOException {
        peer.onConnection(1).closeOnAccept();
        peer.onConnection(2).closeAfter(SUBSCRIBE);
        peer.onConnection(3).cutAfter(SUBSCRIBE);

        assertThat(new RawClient(peer).next()).isEmpty();
        assertThat(connected().send(SUBSCRIBE_ALL).next()).isEmpty();
        RawClient third = connected().send(SUBSCRIBE_ALL);
        assertThatThrownBy(third::next).isInstanceOf(SocketException.class);
        RawClient fourth = connected();
        peer.awaitConnection(4).cut();
        assertThatThrownBy(fourth::next).isInstanceOf(SocketException.class);
    }
}
