package campus.link;

import static io.netty.handler.codec.mqtt.MqttMessageType.PUBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.peer.ScriptedPeerPacket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that is lost while the route handles messages. */
class LinkRedeliveryIT extends LinkFixture {

    /** The state of the link when the handler of a message ends, after the connection was lost. */
    private enum State {
        DOWN,
        /** Down, and the broker cannot be reached. */
        AWAY,
        CONNECTED,
        UP,
        /** Up for longer than the time limit of an attempt to connect. */
        UP_FOR_LONG
    }

    private static final Duration LONG = Duration.ofMillis(1800);

    private final Semaphore permits = new Semaphore(0);
    private final Semaphore begun = new Semaphore(0);

    private void whenPermitted(Exchange exchange) throws InterruptedException {
        begun.release();
        if (!permits.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("not permitted in time");
        }
        note(exchange);
    }

    private void awaitBegun() throws InterruptedException {
        assertThat(begun.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)).as("handler begun").isTrue();
    }

    @Test
    void recoversIfTheHandlerIsIdle() throws Exception {
        receive("", this::note);
        awaitUp();
        peer.deliver("x/1", "text 1", 1);
        peer.awaitReceived(PUBACK, 1);
        peer.awaitConnection(1).cut();
        peer.awaitConnection(2);
        peer.awaitSubscriber();
        peer.deliver("x/1", "text 2", 1);
        peer.awaitReceived(PUBACK, 2);

        assertThat(handled).isEqualTo(texts(2));
        requireNoFaults();
    }

    @ParameterizedTest
    @EnumSource
    void recoversIfTheHandlerIsBusyAfterTheLoss(State state) throws Exception {
        receive("", this::whenPermitted);
        awaitUp();
        peer.session(clientId).deliver(messages(3));
        awaitBegun();
        if (state == State.AWAY) {
            peer.down();
        } else {
            peer.awaitConnection(1).close();
        }
        awaitDown();
        if (state.compareTo(State.CONNECTED) >= 0) {
            peer.awaitConnection(2);
        }
        if (state.compareTo(State.UP) >= 0) {
            awaitUp();
        }
        if (state == State.UP_FOR_LONG) {
            await("stays up").during(LONG).atMost(LONG.plus(TIMEOUT)).until(this::isUp);
        }
        permits.release(3);
        if (state == State.AWAY) {
            awaitHandled(3);
            peer.up();
        }
        peer.awaitConnection(2).awaitReceived(PUBACK, 3);

        assertThat(handled).isEqualTo(texts(3));
        assertThat(peer.awaitConnection(2).received(PUBACK)).extracting(ScriptedPeerPacket::packetId)
                .containsExactly(1, 2, 3);
        assertThat(peer.connections()).hasSize(2);
        requireNoFaults();
    }

    @Test
    void handlesAMessageOnceThatComesAgainTwiceMeanwhile() throws Exception {
        receive("", this::whenPermitted);
        awaitUp();
        peer.session(clientId).deliver(messages(2));
        awaitBegun();
        peer.awaitConnection(1).cut();
        peer.awaitConnection(2);
        peer.awaitSubscriber();
        peer.awaitConnection(2).cut();
        peer.awaitConnection(3);
        peer.awaitSubscriber();
        permits.release(2);
        peer.awaitConnection(3).awaitReceived(PUBACK, 2);

        assertThat(handled).isEqualTo(texts(2));
        requireNoFaults();
    }

    @Test
    void acknowledgesOnTheNewConnectionWhatWasHandledBetweenTwoConnections() throws Exception {
        receive("", this::whenPermitted);
        awaitUp();
        peer.session(clientId).deliver(messages(1));
        awaitBegun();
        peer.down();
        awaitDown();
        permits.release();
        awaitHandled(1);
        peer.up();
        peer.awaitReceived(PUBACK, 1);

        assertThat(handled).isEqualTo(texts(1));
        requireNoFaults();
    }

    @Test
    void acknowledgesNothingOfALostSession() throws Exception {
        // The session expiry interval 0 of the URI: the peer forgets the session with the connection.
        receive("&sessionExpiryInterval=0", this::whenPermitted);
        awaitUp();
        peer.session(clientId).deliver("x/1", "old", 1);
        awaitBegun();
        peer.awaitConnection(1).cut();
        peer.awaitConnection(2);
        peer.awaitSubscriber();
        peer.deliver("x/1", "new", 1);
        permits.release(1);
        awaitHandled(1);
        permits.release(1);
        peer.awaitConnection(2).awaitReceived(PUBACK, 1);

        assertThat(handled).containsExactly("old", "new");
        assertThat(peer.received(PUBACK)).hasSize(1);
        requireNoFaults();
    }

    @Test
    void handlesANewMessageThatLooksLikeOneOfALostSession() throws Exception {
        receive("&sessionExpiryInterval=0", this::whenPermitted);
        awaitUp();
        peer.session(clientId).deliver("x/1", "on", 1);
        awaitBegun();
        peer.awaitConnection(1).cut();
        peer.onConnection(3).sessionPresent(true);
        peer.awaitConnection(2);
        peer.awaitSubscriber();
        awaitUp();
        permits.release();
        awaitHandled(1);
        peer.awaitConnection(2).cut();
        peer.awaitConnection(3);
        peer.awaitSubscriber();
        permits.release();
        peer.deliver("x/1", "on", 1);
        peer.awaitConnection(3).awaitReceived(PUBACK, 1);

        assertThat(handled).isEqualTo(List.of("on", "on"));
        requireNoFaults();
    }
}
