package campus.link;

import static io.netty.handler.codec.mqtt.MqttMessageType.PUBCOMP;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBREC;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBREL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.testkit.peer.ScriptedPeerMessage;
import campus.testkit.peer.ScriptedPeerPacket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** QoS 2, which needs a link that has one connection only. */
class LinkQos2IT extends LinkFixture {

    @Test
    void refusesAnEndpointThatReconnects() {
        assertThatThrownBy(() -> receive("&qos=2", this::note)).rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("qos=2", "reconnect", "qos=1", "automaticReconnect=false");
    }

    @Test
    void refusesAPublishingEndpointThatReconnects() {
        assertThatThrownBy(() -> publish("&qos=2")).rootCause().isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("qos=2");
    }

    @Test
    void refusesAMessageOnALinkThatReconnects() throws Exception {
        publish("");
        awaitUp();

        assertThat(done(send("text", 2)).getException()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("qos=2");
    }

    @Test
    void publishesExactlyOnce() throws Exception {
        publish("&qos=2&automaticReconnect=false");
        List<CompletableFuture<Exchange>> sent = texts(200).stream().map(text -> send(text, 2)).toList();
        for (CompletableFuture<Exchange> each : sent) {
            assertThat(done(each).getException()).isNull();
        }

        assertThat(peer.accepted()).extracting(ScriptedPeerPacket::text).isEqualTo(texts(200));
        assertThat(peer.received(PUBREL)).hasSize(200);
        requireNoFaults();
    }

    @Test
    void receivesExactlyOnce() throws Exception {
        receive("&qos=2&automaticReconnect=false", this::note);
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
    void refusedMessageFails() throws Exception {
        peer.always().pubRec(0x97);
        publish("&qos=2&automaticReconnect=false");

        assertThat(done(send("text", 2)).getException()).isInstanceOf(LinkException.class)
                .hasMessageContaining("y");
    }
}
