package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** A broker that comes back when the waits of a link have grown to their maximum, here a second. */
class LinkReturnIT extends LinkFixture {

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration MAX_WAIT = Duration.ofSeconds(1);

    LinkReturnIT() {
        super(new LinkSettings.Delays(MAX_WAIT, Duration.ofSeconds(30), MAX_WAIT));
    }

    @Test
    void comesUpWithinThreeSecondsOfABrokerThatWasAbsentAtStart() throws Exception {
        peer.down();
        receive("", this::note);
        await("first attempt").atMost(TIMEOUT).until(() -> health().getMessage().orElse("").contains("no server"));
        assertThat(isUp()).isFalse();
        peer.up();
        awaitUpSoon();

        peer.deliver("x/1", "hello", 1);
        awaitHandled(1);
    }

    @Test
    void comesUpWithinThreeSecondsOfABrokerThatWasAwayForAWhile() throws Exception {
        receive("", this::note);
        awaitUp();
        peer.down();
        awaitDown();
        await("second attempt").atMost(TIMEOUT).until(() -> health().getMessage().orElse("").contains("no server"));
        peer.up();
        awaitUpSoon();

        peer.session(clientId).deliver("x/1", "hello", 1);
        awaitHandled(1);
        requireNoFaults();
    }

    @Test
    void aStopTriesOnceMoreInsteadOfWaitingForTheNextSlowAttempt() throws Exception {
        peer.onConnection(1).connAck(0x87);
        publish("");
        CompletableFuture<Exchange> sent = send("waits");
        await("refused").atMost(TIMEOUT).until(() -> health().getMessage().orElse("").contains("not authorized"));

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> context.stop());
        assertThat(done(sent).getException()).isNull();
        stopped.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(peer.accepted()).hasSize(1);
    }

    /** Camel itself would wait for 45 s. */
    @Test
    void aStopDoesNotWaitForABrokerThatStaysAway() throws Exception {
        peer.down();
        publish("");
        CompletableFuture<Exchange> sent = send("waits");

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> context.stop());
        assertThat(done(sent).getException()).hasMessageContaining("stopped");
        stopped.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitUpSoon() {
        await("link up").atMost(SOON).pollInterval(Duration.ofMillis(10)).until(this::isUp);
    }
}
