package campus.testkit.peer;

import static io.netty.handler.codec.mqtt.MqttMessageType.CONNACK;
import static io.netty.handler.codec.mqtt.MqttMessageType.CONNECT;
import static io.netty.handler.codec.mqtt.MqttMessageType.DISCONNECT;
import static io.netty.handler.codec.mqtt.MqttMessageType.PINGREQ;
import static io.netty.handler.codec.mqtt.MqttMessageType.PINGRESP;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBACK;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBCOMP;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBLISH;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBREC;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBREL;
import static io.netty.handler.codec.mqtt.MqttMessageType.SUBACK;
import static io.netty.handler.codec.mqtt.MqttMessageType.SUBSCRIBE;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.RECEIVE_MAXIMUM;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.TOPIC_ALIAS_MAXIMUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

class ScriptedPeerTest extends ScriptedPeerTestBase {

    @Test
    void answersAsAFriendlyBrokerDoesAndNotesWhatCame() throws IOException {
        ScriptedPeerTestClient client = connected("a");

        assertThat(client.subscribe(1, "x/#").packet().type()).isEqualTo(SUBACK);
        assertThat(client.publish(2, "x/1", 1, false).packet().type()).isEqualTo(PUBACK);
        assertThat(client.publish(3, "x/2", 2, false).packet().type()).isEqualTo(PUBREC);
        assertThat(client.acknowledge(PUBREL, 3).packet().type()).isEqualTo(PUBCOMP);
        assertThat(client.ping().packet().type()).isEqualTo(PINGRESP);
        assertThat(client.disconnect().receive()).isNull();

        assertThat(peer.received()).extracting(ScriptedPeerPacket::type)
                .containsExactly(CONNECT, SUBSCRIBE, PUBLISH, PUBLISH, PUBREL, PINGREQ, DISCONNECT);
        ScriptedPeerPacket connect = peer.awaitConnection(1).connect();
        assertThat(connect.sessionExpiry()).isEqualTo(A_DAY);
        assertThat(connect.receiveMaximum()).isEqualTo(10);
        assertThat(connect.connect().userName()).isEqualTo("ana");
        assertThat(connect.connect().cleanStart()).isFalse();
        assertThat(peer.accepted()).extracting(ScriptedPeerPacket::topic).containsExactly("x/1", "x/2");
        assertThat(peer.faults()).isEmpty();
    }

    @Test
    void connAckCarriesWhatTheScriptSaysForThisConnection() throws IOException {
        peer.always().receiveMaximum(65_535);
        peer.onConnection(2).receiveMaximum(1).topicAliasMaximum(5).sessionPresent(true);

        MqttConnAckMessage first = (MqttConnAckMessage) client("a").receive();
        MqttConnAckMessage second = (MqttConnAckMessage) client("b").receive();

        assertThat(first.variableHeader().properties().getProperty(RECEIVE_MAXIMUM.value()).value()).isEqualTo(65_535);
        assertThat(first.variableHeader().properties().getProperty(TOPIC_ALIAS_MAXIMUM.value())).isNull();
        assertThat(second.variableHeader().properties().getProperty(RECEIVE_MAXIMUM.value()).value()).isEqualTo(1);
        assertThat(second.variableHeader().properties().getProperty(TOPIC_ALIAS_MAXIMUM.value()).value()).isEqualTo(5);
        assertThat(second.variableHeader().isSessionPresent()).isTrue();
    }

    @Test
    void refusesALoginASubscriptionAndAMessage() throws IOException {
        peer.onConnection(1).connAck(0x87);
        peer.always().subAck("secret/#", 0x87).pubAck("secret/1", 0x87).pubRec(0x97).reason("Not for Ana");

        ScriptedPeerTestClient refused = client("a");
        MqttConnAckMessage connAck = (MqttConnAckMessage) refused.receive();
        assertThat(connAck.variableHeader().connectReturnCode().byteValue()).isEqualTo((byte) 0x87);
        assertThat(refused.receive()).isNull();

        ScriptedPeerTestClient client = connected("a");
        MqttSubAckMessage subAck = (MqttSubAckMessage) client.subscribe(1, "secret/#").receive();
        assertThat(subAck.payload().reasonCodes()).containsExactly(0x87);
        assertThat(((MqttSubAckMessage) client.subscribe(1, "open/#").receive()).payload().reasonCodes())
                .containsExactly(1);
        ScriptedPeerPacket pubAck = client.publish(2, "secret/1", 1, false).packet();
        assertThat(pubAck.reasonCode()).isEqualTo(0x87);
        assertThat(pubAck.properties()).containsEntry(MqttPropertyType.REASON_STRING, "Not for Ana");
        assertThat(client.publish(3, "open/1", 1, false).packet().reasonCode()).isZero();
        assertThat(client.publish(4, "open/2", 2, false).packet().reasonCode()).isEqualTo(0x97);
        assertThat(peer.accepted()).extracting(ScriptedPeerPacket::topic).containsExactly("open/1");
    }

    @Test
    void givesAnswersLaterAndOutOfOrder() throws IOException {
        peer.always().withhold(PUBLISH);
        ScriptedPeerTestClient client = connected("a");
        for (int id = 1; id <= 4; id++) {
            client.publish(id, "x", 1, false);
        }
        ScriptedPeerConnection connection = peer.awaitConnection(1);
        connection.awaitReceived(PUBLISH, 4);

        connection.release(3);
        connection.releaseAll();

        assertThat(client.packet().packetId()).isEqualTo(3);
        assertThat(client.packet().packetId()).isEqualTo(1);
        assertThat(client.packet().packetId()).isEqualTo(2);
        assertThat(client.packet().packetId()).isEqualTo(4);
        assertThat(connection.withheld()).isEmpty();
    }

    @Test
    void isMuteUntilItIsToldToAnswer() throws IOException {
        peer.always().mute();
        ScriptedPeerTestClient client = client("a");
        peer.awaitReceived(CONNECT, 1);
        assertThat(client.hearsNothingFor(100)).isTrue();

        peer.always().answer();
        peer.awaitConnection(1).releaseAll();

        assertThat(client.packet().type()).isEqualTo(CONNACK);
    }

    @Test
    void endsConnectionsWithFinAndWithRst() throws IOException {
        peer.onConnection(1).closeOnAccept();
        peer.onConnection(2).closeAfter(SUBSCRIBE);
        peer.onConnection(3).cutAfter(PUBLISH);

        assertThat(silentClient().receive()).isNull();
        assertThat(connected("a").subscribe(1, "x").receive()).isNull();
        ScriptedPeerTestClient third = connected("a").publish(1, "x", 1, false);
        assertThatThrownBy(third::receive).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        ScriptedPeerTestClient fourth = connected("a");
        peer.awaitConnection(4).cut();
        assertThatThrownBy(fourth::receive).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        ScriptedPeerTestClient fifth = connected("a");
        peer.awaitConnection(5).close();
        assertThat(fifth.receive()).isNull();

        assertThat(peer.connections()).noneMatch(ScriptedPeerConnection::isOpen);
        assertThat(peer.accepted()).isEmpty();
    }

    @Test
    void keepsTheSocketAndSaysNothingWhileSilent() throws IOException {
        ScriptedPeerTestClient client = connected("a");
        ScriptedPeerConnection connection = peer.awaitConnection(1);

        connection.silent();
        client.ping();
        connection.deliver("x", "1", 0);
        assertThat(client.hearsNothingFor(100)).isTrue();
        assertThat(connection.received(PINGREQ)).isEmpty();
        assertThat(connection.isOpen()).isTrue();

        connection.resume();
        assertThat(List.of(client.packet().type(), client.packet().type())).containsExactly(PUBLISH, PINGRESP);
    }

    @Test
    void disconnectsWhereTheClientBreaksWhatConnAckSaid() throws IOException {
        peer.always().receiveMaximum(1).topicAliasMaximum(1).maximumPacketSize(60).withhold(PUBLISH);

        ScriptedPeerTestClient tooMany = connected("a").publish(1, "x", 1, false).publish(2, "x", 1, false);
        assertThat(tooMany.packet().reasonCode()).isEqualTo(0x93);
        assertThat(connected("b").publishAlias(1, "", 1).packet().reasonCode()).isEqualTo(0x82);
        assertThat(connected("c").publishAlias(1, "x", 2).packet().reasonCode()).isEqualTo(0x94);
        assertThat(connected("d").publish(1, "x".repeat(60), 0, false).packet().reasonCode()).isEqualTo(0x95);

        assertThat(peer.faults()).hasSize(4).element(0).asString().contains("Receive Maximum of 1");
    }

    @Test
    void sendsExactlyWhatItIsToldTo() throws IOException {
        ScriptedPeerTestClient client = connected("a").subscribe(1, "#");
        assertThat(client.packet().type()).isEqualTo(SUBACK);

        peer.deliver("x", new byte[] {1, 2}, 1, 4711, true, true);

        ScriptedPeerPacket packet = client.packet();
        assertThat(packet.packetId()).isEqualTo(4711);
        assertThat(packet.dup()).isTrue();
        assertThat(packet.retain()).isTrue();
        assertThat(packet.payload()).containsExactly(1, 2);
        peer.awaitSubscriber().disconnect(0x8B);
        assertThat(client.packet().reasonCode()).isEqualTo(0x8B);
    }

    @Test
    void aWaitThatFailsSaysWhatCameInstead() throws IOException {
        connected("a").subscribe(1, "x/#");
        peer.awaitReceived(SUBSCRIBE, 1);

        assertThatThrownBy(() -> peer.patience(Duration.ofMillis(50)).awaitReceived(PUBACK, 2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2 PUBACK").hasMessageContaining("connection 1, open")
                .hasMessageContaining("SUBSCRIBE 1 {x/#=1}");
    }

    @Test
    void leavesNoThreadAndNoPortBehind() throws IOException {
        connected("a");
        peer.close();

        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .doesNotContain("scripted-peer-" + peer.port());
        assertThatThrownBy(this::silentClient).isInstanceOf(ConnectException.class);
    }

    /** Trap A6: a Receive Maximum above 32767 is read as a negative number. */
    @Test
    void provokesWhatPahoDoesWithALargeReceiveMaximum() throws MqttException {
        peer.always().receiveMaximum(65_535);
        MqttAsyncClient paho = new MqttAsyncClient(peer.uri(), "paho", new MemoryPersistence());
        paho.connect().waitForCompletion(10_000);

        assertThatThrownBy(() -> paho.publish("x", new byte[0], 1, false).waitForCompletion(10_000))
                .isInstanceOfSatisfying(MqttException.class, e -> assertThat(e.getReasonCode()).isEqualTo(32_202));

        paho.disconnectForcibly(0, 100, false);
        paho.close();
    }
}
