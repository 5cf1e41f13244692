package campus.link;

import static io.netty.handler.codec.mqtt.MqttMessageType.CONNECT;
import static io.netty.handler.codec.mqtt.MqttMessageType.SUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import campus.testkit.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that refuses. The first slow wait of these links is random between two seconds and four. */
class LinkRefusalIT extends LinkFixture {

    private static final Duration A_WHILE = Duration.ofMillis(600);

    private final LogLines log = new LogLines(Link.class);

    @BeforeEach
    void startLog() {
        log.start();
    }

    @AfterEach
    void stopLog() {
        log.stop();
    }

    private void requireNoRetryForAWhile() {
        await("no second connection").during(A_WHILE).atMost(A_WHILE.plusSeconds(2))
                .until(() -> peer.connections().size() == 1);
    }

    @Test
    void leavesASessionToTheClientThatHasTakenItOver() throws Exception {
        receive("", this::note);
        awaitUp();
        peer.awaitConnection(1).disconnect(0x8E);
        awaitDown();

        assertThat(health().getMessage().orElseThrow()).contains("session taken over by another client");
        assertThat(log.lines()).singleElement().asString().contains("taken over", "ERROR", "slowly");
        requireNoRetryForAWhile();
    }

    @Test
    void reportsARefusedSubscriptionAndTriesItSlowly() throws Exception {
        peer.always().subAck(0x87);
        receive("&userName=ana&password=secret", this::note);
        await("refusal").atMost(TIMEOUT).until(() -> health().getMessage().orElse("").contains("x/#"));

        HealthCheck.Result down = health();
        assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(down.getMessage().orElseThrow()).contains("'ana'", "x/#", "not authorized (0x87)");
        await("no second attempt").during(A_WHILE).atMost(A_WHILE.plusSeconds(2))
                .until(() -> peer.received(SUBSCRIBE).size() == 1);
        peer.awaitReceived(SUBSCRIBE, 2);
        peer.always().reset();
        awaitUp();
        assertThat(peer.connections()).hasSize(1);
        assertThat(log.lines().get(0)).contains("'ana'", "x/#", "0x87").doesNotContain("secret");
    }

    @Test
    void failsToStartOnARefusedSubscriptionIfItDoesNotReconnect() {
        peer.always().subAck(0x87);
        Throwable failure = catchThrowable(() ->
                receive("&userName=ana&password=secret&automaticReconnect=false", this::note));

        assertThat(failure).rootCause().isInstanceOfSatisfying(LinkException.class, refusal -> {
            assertThat(refusal.refused()).isTrue();
            assertThat(refusal).hasMessageContainingAll("ana", "x/#", "not authorized (0x87)");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0x86, 0x87})
    void triesARefusedLoginSlowlyAndLogsItOnce(int code) throws Exception {
        peer.always().connAck(code);
        receive("&userName=ana&password=secret", this::note);
        peer.awaitReceived(CONNECT, 1);
        requireNoRetryForAWhile();

        assertThat(health().getMessage().orElseThrow()).contains(String.format("0x%02X", code));
        assertThat(log.lines()).singleElement().asString().contains("'ana'", peer.uri()).doesNotContain("secret");
    }

    @Test
    void triesABusyBrokerSoonAndLogsItOnce() throws Exception {
        peer.always().connAck(0x89);
        receive("", this::note);
        peer.awaitReceived(CONNECT, 4);
        peer.always().reset();
        awaitUp();

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).contains("server busy");
        assertThat(log.lines().get(1)).contains("connected to " + peer.uri());
    }

    @Test
    void failsARefusedMessageAndSendsTheNext() throws Exception {
        peer.always().pubAck(0x87);
        publish("&userName=ana&password=secret");
        Exception refused = done(send("text 1")).getException();
        peer.always().reset();
        Exchange next = done(send("text 2"));

        assertThat(refused).isInstanceOfSatisfying(LinkException.class,
                refusal -> assertThat(refusal.refused()).isTrue());
        assertThat(refused).hasMessageContainingAll("ana", " y ", "not authorized (0x87)");
        assertThat(next.getException()).isNull();
        assertThat(peer.connections()).hasSize(1);
    }

    @Test
    void failsToStartOnARefusedLoginIfItDoesNotReconnect() {
        peer.always().connAck(0x87);
        Throwable failure = catchThrowable(() -> {
            publish("&automaticReconnect=false");
            done(send("text"));
        });

        assertThat(failure).isNotInstanceOf(ExecutionException.class).rootCause()
                .isInstanceOfSatisfying(LinkException.class,
                        refusal -> assertThat(refusal.refused()).isTrue());
    }

    @Test
    void healthHasTheReasonAndTheTimeOfAFailure() throws Exception {
        Instant before = Instant.now();
        peer.down();
        receive("", this::note);
        await("a reason").atMost(TIMEOUT)
                .until(() -> health().getMessage().orElse("").contains("no server listens there"));
        HealthCheck.Result down = health();

        assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(Instant.parse(down.getDetails().get("since").toString())).isBetween(before.minusSeconds(2),
                Instant.now());
        assertThat(down.getCheck().getId()).isEqualTo("link:in");
        assertThat(down.getDetails()).containsEntry("broker", peer.uri());
        peer.up();
        awaitUp();
        assertThat(List.of(health().getState())).containsExactly(HealthCheck.State.UP);
    }
}
