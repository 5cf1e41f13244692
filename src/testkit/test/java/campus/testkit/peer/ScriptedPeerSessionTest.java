package campus.testkit.peer;

import static io.netty.handler.codec.mqtt.MqttMessageType.DISCONNECT;
import static io.netty.handler.codec.mqtt.MqttMessageType.PINGRESP;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBACK;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBCOMP;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBLISH;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBREC;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBREL;
import static io.netty.handler.codec.mqtt.MqttMessageType.SUBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

/** What the {@link ScriptedPeer} keeps of a client between its connections. */
class ScriptedPeerSessionTest extends ScriptedPeerTestBase {

    @Test
    void isDownAndComesBackOnTheSamePortWithItsSessions() throws IOException {
        for (int round = 1; round <= 50; round++) {
            ScriptedPeerTestClient client = connected("a");
            peer.down();
            assertThat(client.receive()).isNull();
            assertThatThrownBy(this::silentClient).isInstanceOf(ConnectException.class);
            peer.up();
        }
        assertThat(((MqttConnAckMessage) client("a").receive()).variableHeader().isSessionPresent()).isTrue();
    }

    @Test
    void queuedMessagesFollowConnAckInTheSameSegmentBeforeAnySubscribe() throws IOException {
        peer.session("a").deliver(messages(10_000, 1));

        ScriptedPeerTestClient client = silentClient().connect("a", false, A_DAY, 65_535);

        MqttConnAckMessage connAck = (MqttConnAckMessage) client.receive();
        assertThat(connAck.variableHeader().isSessionPresent()).isTrue();
        assertThat(client.hasMore()).isTrue();
        for (int id = 1; id <= 10_000; id++) {
            assertThat(client.packet().packetId()).isEqualTo(id);
            client.acknowledge(PUBACK, id);
        }
        peer.awaitReceived(PUBACK, 10_000);
        assertThat(peer.session("a").outstanding()).isEmpty();
        assertThat(peer.faults()).isEmpty();
    }

    @Test
    void sendsNoMoreThanTheClientTakesUnacknowledged() throws IOException {
        ScriptedPeerTestClient client = connected("a").subscribe(1, "#");
        assertThat(client.packet().type()).isEqualTo(SUBACK);

        peer.awaitSubscriber().session().deliver(messages(12, 1));

        for (int id = 1; id <= 10; id++) {
            assertThat(client.packet().packetId()).isEqualTo(id);
        }
        assertThat(peer.session("a").queued()).isEqualTo(2);
        assertThat(client.acknowledge(PUBACK, 7).packet().packetId()).isEqualTo(11);
        assertThat(peer.session("a").outstanding()).hasSize(10).doesNotContain(7).contains(11);
    }

    @Test
    void redeliversWhatIsUnacknowledgedAndSeesWrongAcknowledgements() throws IOException {
        ScriptedPeerTestClient first = connected("a");
        peer.session("a").deliver(messages(2, 1));
        assertThat(first.packet().dup()).isFalse();
        first.acknowledge(PUBACK, 1);
        peer.awaitReceived(PUBACK, 1);
        peer.awaitConnection(1).cut();

        ScriptedPeerTestClient second = connected("a");
        ScriptedPeerPacket again = second.packet();
        assertThat(again.packetId()).isEqualTo(2);
        assertThat(again.dup()).isTrue();
        assertThat(peer.faults()).isEmpty();
        second.acknowledge(PUBACK, 2).acknowledge(PUBACK, 2).acknowledge(PUBACK, 99);
        peer.awaitReceived(PUBACK, 4);

        assertThat(peer.wrongAcks()).extracting(ScriptedPeerPacket::packetId).containsExactly(2, 99);
        assertThat(peer.faults()).hasSize(2);
    }

    @Test
    void seesAnAcknowledgementThatBelongsToTheConnectionBefore() throws IOException {
        ScriptedPeerTestClient first = connected("a");
        peer.session("a").deliver("x", "1", 1);
        int old = first.packet().packetId();
        peer.awaitConnection(1).cut();
        peer.onConnection(2).holdDeliveries();

        ScriptedPeerTestClient second = connected("a").acknowledge(PUBACK, old);
        peer.awaitReceived(PUBACK, 1);
        assertThat(peer.wrongAcks()).extracting(ScriptedPeerPacket::connection).containsExactly(2);

        peer.awaitConnection(2).releaseDeliveries();
        assertThat(second.packet().dup()).isTrue();
    }

    @Test
    void aCleanStartAndAnUnkeptSessionForgetEverything() throws IOException {
        connected("a");
        peer.session("a").deliver("x", "1", 1);
        peer.awaitConnection(1).cut();

        ScriptedPeerTestClient clean = silentClient().connect("a", true, 0, 10);
        assertThat(((MqttConnAckMessage) clean.receive()).variableHeader().isSessionPresent()).isFalse();
        assertThat(clean.ping().packet().type()).isEqualTo(PINGRESP);
        peer.awaitConnection(2).cut();

        assertThat(((MqttConnAckMessage) client("a").receive()).variableHeader().isSessionPresent()).isFalse();
    }

    @Test
    void followsQos2ToTheClientAcrossALoss() throws IOException {
        ScriptedPeerTestClient first = connected("a");
        peer.session("a").deliver(messages(2, 2));
        assertThat(first.packet().packetId()).isEqualTo(1);
        assertThat(first.packet().packetId()).isEqualTo(2);
        assertThat(first.acknowledge(PUBREC, 1).packet().type()).isEqualTo(PUBREL);
        peer.awaitConnection(1).cut();

        ScriptedPeerTestClient second = connected("a");
        ScriptedPeerPacket pubRel = second.packet();
        ScriptedPeerPacket publish = second.packet();
        assertThat(pubRel.type()).isEqualTo(PUBREL);
        assertThat(pubRel.packetId()).isEqualTo(1);
        assertThat(publish.type()).isEqualTo(PUBLISH);
        assertThat(publish.dup()).isTrue();
        assertThat(second.acknowledge(PUBREC, 2).packet().type()).isEqualTo(PUBREL);
        second.acknowledge(PUBCOMP, 1).acknowledge(PUBCOMP, 2).acknowledge(PUBCOMP, 2);
        peer.awaitReceived(PUBCOMP, 3);

        assertThat(peer.session("a").outstanding()).isEmpty();
        assertThat(peer.wrongAcks()).extracting(ScriptedPeerPacket::packetId).containsExactly(2);
    }

    @Test
    void takesAQos2MessageOnceThoughItComesAgain() throws IOException {
        peer.onConnection(1).cutAfter(PUBREL);
        ScriptedPeerTestClient first = connected("a");
        assertThat(first.publish(5, "x", 2, false).packet().type()).isEqualTo(PUBREC);
        assertThat(first.publish(6, "y", 2, false).packet().type()).isEqualTo(PUBREC);
        first.acknowledge(PUBREL, 5);
        peer.awaitConnection(1).awaitClosed();
        assertThat(peer.session("a").unreleased()).containsExactly(5, 6);

        ScriptedPeerTestClient second = connected("a");
        assertThat(second.publish(6, "y", 2, true).packet().type()).isEqualTo(PUBREC);
        assertThat(second.acknowledge(PUBREL, 5).packet().reasonCode()).isZero();
        assertThat(second.acknowledge(PUBREL, 6).packet().reasonCode()).isZero();
        assertThat(second.acknowledge(PUBREL, 6).packet().reasonCode()).isEqualTo(0x92);

        assertThat(peer.accepted()).extracting(ScriptedPeerPacket::topic).containsExactly("x", "y");
    }

    @Test
    void theSameClientIdTakesOver() throws IOException {
        ScriptedPeerTestClient first = connected("a");
        connected("a");

        ScriptedPeerPacket goodbye = first.packet();
        assertThat(goodbye.type()).isEqualTo(DISCONNECT);
        assertThat(goodbye.reasonCode()).isEqualTo(0x8E);
        assertThat(first.receive()).isNull();
    }
}
