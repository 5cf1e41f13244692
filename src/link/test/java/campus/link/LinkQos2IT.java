package campus.link;

import static io.netty.handler.codec.mqtt.MqttMessageType.DISCONNECT;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBCOMP;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBLISH;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBREC;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBREL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import campus.testkit.peer.ScriptedPeerMessage;
import campus.testkit.peer.ScriptedPeerPacket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** QoS 2, within one connection and across several. */
class LinkQos2IT extends LinkFixture {

    private List<CompletableFuture<Exchange>> sendAll(int count) {
        return texts(count).stream().map(text -> send(text, 2)).toList();
    }

    @Test
    void refusesAQosThatThereIsNot() {
        assertThatThrownBy(() -> publish("&qos=3")).rootCause().isInstanceOf(IllegalArgumentException.class)
                .hasMessage("qos=3 cannot be used: accepted is 0, 1 or 2");
    }

    @Test
    void publishesExactlyOnce() throws Exception {
        publish("&qos=2");
        for (CompletableFuture<Exchange> each : sendAll(200)) {
            assertThat(done(each).getException()).isNull();
        }

        assertThat(peer.accepted()).extracting(ScriptedPeerPacket::text).isEqualTo(texts(200));
        assertThat(peer.received(PUBREL)).hasSize(200);
        requireNoFaults();
    }

    @Test
    void receivesExactlyOnce() throws Exception {
        receive("&qos=2", this::note);
        peer.awaitSubscriber();
        peer.session(clientId).deliver(
                texts(200).stream().map(text -> ScriptedPeerMessage.of("x/1", text, 2)).toList());
        peer.awaitReceived(PUBCOMP, 200);
        awaitHandled(200);
        peer.await("all exchanges ended", () -> peer.session(clientId).outstanding().isEmpty());

        assertThat(handled).isEqualTo(texts(200));
        assertThat(peer.received(PUBREC)).hasSize(200);
        context.stop();
        assertThat(peer.received(PUBCOMP)).hasSize(200);
        requireNoFaults();
    }

    @Test
    void awaitsTheReleaseBeforeItDisconnects() throws Exception {
        peer.always().withhold(PUBREC);
        receive("&qos=2", this::note);
        peer.deliver("x/1", "text", 2);
        int id = peer.awaitReceived(PUBREC, 1).get(0).packetId();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> context.stop());
        await().during(Duration.ofMillis(200)).atMost(TIMEOUT).until(() -> peer.received(DISCONNECT).isEmpty());
        peer.awaitConnection(1).send((byte) 0x62, (byte) 2, (byte) (id >> 8), (byte) id);
        stopped.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);

        assertThat(peer.awaitConnection(1).received()).extracting(ScriptedPeerPacket::type)
                .endsWith(PUBREC, PUBCOMP, DISCONNECT);
    }

    @Test
    void disconnectsAfterAMomentWithoutARelease() throws Exception {
        peer.always().withhold(PUBREC);
        receive("&qos=2", this::note);
        peer.deliver("x/1", "text", 2);
        peer.awaitReceived(PUBREC, 1);
        context.stop();

        peer.awaitReceived(DISCONNECT, 1);
    }

    @Test
    void refusedMessageFails() throws Exception {
        peer.always().pubRec(0x97);
        publish("&qos=2");

        assertThat(done(send("text", 2)).getException()).isInstanceOf(LinkException.class)
                .hasMessageContaining("y");
    }

    @Test
    void sendsAgainUnderItsIdentifierWhatTheBrokerHasNotReceived() throws Exception {
        peer.onConnection(1).withhold(PUBLISH);
        publish("&qos=2");
        awaitUp();
        List<CompletableFuture<Exchange>> sent = sendAll(50);
        peer.awaitConnection(1).awaitReceived(PUBLISH, 50);
        peer.awaitConnection(1).cut();
        for (CompletableFuture<Exchange> each : sent) {
            assertThat(done(each).getException()).isNull();
        }

        assertThat(peer.awaitConnection(2).received(PUBLISH)).extracting(ScriptedPeerPacket::packetId)
                .isEqualTo(peer.awaitConnection(1).received(PUBLISH).stream().map(ScriptedPeerPacket::packetId)
                        .toList());
        requireNoFaults();
    }

    @Test
    void releasesOnTheNextConnectionWhatTheBrokerHasReceived() throws Exception {
        peer.onConnection(1).withhold(PUBREL);
        publish("&qos=2");
        awaitUp();
        CompletableFuture<Exchange> sent = send("text", 2);
        peer.awaitConnection(1).awaitReceived(PUBREL, 1);
        peer.awaitConnection(1).cut();

        assertThat(done(sent).getException()).isNull();
        assertThat(peer.received(PUBLISH)).hasSize(1);
        assertThat(peer.received(PUBREL)).hasSize(2);
        requireNoFaults();
    }
}
