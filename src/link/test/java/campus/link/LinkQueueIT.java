package campus.link;

import static io.netty.handler.codec.mqtt.MqttMessageType.DISCONNECT;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBACK;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBLISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.peer.ScriptedPeerPacket;
import campus.testkit.proxy.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many messages at once, as after a long time without a connection. */
class LinkQueueIT extends LinkFixture {

    private static final int MANY = 10_000;
    private static final int LARGE = 300;

    @Test
    void takesTenThousandMessagesThatWaitedBeforeItsFirstConnection() throws Exception {
        peer.session(clientId).deliver(messages(MANY));
        receive("&receiveMaximum=100", this::note);
        awaitHandled(MANY);

        requireAllInOrder(1);
    }

    @Test
    void takesTenThousandMessagesThatWaitedWhileItWasAway() throws Exception {
        receive("&receiveMaximum=100", this::note);
        awaitUp();
        peer.down();
        peer.session(clientId).deliver(messages(MANY));
        peer.up();
        awaitHandled(MANY);

        requireAllInOrder(2);
    }

    private void requireAllInOrder(int connection) {
        peer.await("all acknowledged", () -> peer.session(clientId).outstanding().isEmpty()
                && peer.session(clientId).queued() == 0);
        assertThat(handled).isEqualTo(texts(MANY));
        assertThat(peer.awaitConnection(connection).received(PUBACK)).extracting(ScriptedPeerPacket::packetId)
                .isEqualTo(IntStream.rangeClosed(1, MANY).boxed().toList());
        requireNoFaults();
    }

    /** More than TCP takes: the rest waits in the link when it is told to stop. */
    @Test
    void sendsWhatItHasAcceptedAtQos0BeforeItStops() throws Exception {
        try (Proxy slow = Proxy.to(peer.port())) {
            publishTo(slow.uri(), "");
            awaitUp();
            slow.silent();
            String large = "x".repeat(1 << 16);
            for (int i = 0; i < LARGE; i++) {
                assertThat(done(send(large, 0)).getException()).isNull();
            }
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(slow::resume);
            context.stop();
        }
        peer.await("all published", () -> peer.awaitConnection(1).received(PUBLISH).size() == LARGE);
        assertThat(peer.awaitConnection(1).received(DISCONNECT)).hasSize(1);
    }

    @Test
    void losesNothingIfTheConnectionIsLostAgainAndAgain() throws Exception {
        peer.session(clientId).deliver(messages(MANY));
        receive("&receiveMaximum=100", this::note);
        for (int i = 1; i <= 5; i++) {
            int cut = i;
            await("a fifth, of " + handled.size()).atMost(TIMEOUT).until(() -> handled.size() > cut * 1500);
            peer.awaitConnection(i).cut();
            peer.awaitConnection(i + 1);
        }
        peer.await("all acknowledged", () -> peer.session(clientId).outstanding().isEmpty()
                && peer.session(clientId).queued() == 0);

        List<String> first = handled.stream().distinct().collect(Collectors.toList());
        assertThat(first).isEqualTo(texts(MANY));
        // Acknowledgements in flight at a loss are lost: at most Receive Maximum each time.
        assertThat(handled.size()).isLessThanOrEqualTo(MANY + 5 * 100);
        requireNoFaults();
    }
}
