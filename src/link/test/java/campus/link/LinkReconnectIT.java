package campus.link;

import static io.netty.handler.codec.mqtt.MqttMessageType.CONNECT;
import static io.netty.handler.codec.mqtt.MqttMessageType.SUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.peer.ScriptedPeerPacket;
import campus.testkit.proxy.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A broker that is away, mute, half there or not to be reached. */
class LinkReconnectIT extends LinkFixture {

    private static final Duration SOON = Duration.ofSeconds(3);

    @Test
    void comesUpWithinThreeSecondsOfABrokerThatWasAbsentAtStart() throws Exception {
        peer.down();
        receive("", this::note);
        assertThat(isUp()).isFalse();
        // Long enough for the waits to have grown to their cap.
        await("a while").pollDelay(Duration.ofMillis(2500)).until(() -> true);

        long start = System.nanoTime();
        peer.up();
        await("link up").atMost(SOON).pollInterval(Duration.ofMillis(10)).until(this::isUp);

        System.out.println("FIGURE absent at start, up after " + millisSince(start) + " ms");
        peer.deliver("x/1", "hello", 1);
        awaitHandled(1);
    }

    @Test
    void comesUpWithinThreeSecondsOfABrokerThatWasAwayForAWhile() throws Exception {
        receive("", this::note);
        awaitUp();
        peer.down();
        awaitDown();
        await("a while").pollDelay(Duration.ofMillis(2500)).until(() -> true);

        long start = System.nanoTime();
        peer.up();
        await("link up").atMost(SOON).pollInterval(Duration.ofMillis(10)).until(this::isUp);

        System.out.println("FIGURE away, up after " + millisSince(start) + " ms");
        peer.session(clientId).deliver("x/1", "hello", 1);
        awaitHandled(1);
        requireNoFaults();
    }

    @Test
    void waitsGrowToTheirCapAndVary() throws Exception {
        peer.always().closeAfter(CONNECT);
        receive("&maxReconnectDelay=800", this::note);

        List<ScriptedPeerPacket> attempts = peer.awaitReceived(CONNECT, 9);
        List<Long> gaps = IntStream.range(1, attempts.size()).mapToObj(i ->
                Duration.between(attempts.get(i - 1).at(), attempts.get(i).at()).toMillis()).toList();

        System.out.println("FIGURE gaps between attempts " + gaps);
        assertThat(gaps).allMatch(gap -> gap >= 100).allMatch(gap -> gap < 2500);
        assertThat(gaps.subList(2, gaps.size())).allMatch(gap -> gap >= 400);
        assertThat(gaps.stream().distinct().count()).isGreaterThan(4);
    }

    @Test
    void leaksNoThreadsWhereThePeerAcceptsAndNeverAnswers() throws Exception {
        List<String> before = threads();
        peer.always().mute();
        receive("", this::note);
        peer.awaitConnection(4);
        peer.always().answer();
        awaitUp();

        awaitOneConnectionsThreads(before);
    }

    @Test
    void leaksNoThreadsWhereThePeerAcceptsAndCloses() throws Exception {
        List<String> before = threads();
        peer.always().closeOnAccept();
        receive("", this::note);
        peer.awaitConnection(6);
        peer.always().reset();
        awaitUp();

        awaitOneConnectionsThreads(before);
    }

    private static void awaitOneConnectionsThreads(List<String> before) {
        await("no more threads than one connection has").atMost(PATIENCE).untilAsserted(() ->
                assertThat(threads()).hasSizeLessThanOrEqualTo(before.size() + 5));
    }

    @Test
    void comesBackWhereTheBrokerClosesAfterEachKindOfPacket() throws Exception {
        peer.onConnection(1).closeOnAccept();
        peer.onConnection(2).cutAfter(CONNECT);
        peer.onConnection(3).closeAfter(SUBSCRIBE);
        peer.onConnection(4).cutAfter(SUBSCRIBE);
        receive("", this::note);
        awaitUp();

        assertThat(peer.connections()).hasSize(5);
        peer.deliver("x/1", "hello", 1);
        awaitHandled(1);
        requireNoFaults();
    }

    @Test
    void comesBackWhereTheBrokerNeverAnswersTheSubscription() throws Exception {
        peer.onConnection(1).withhold(SUBSCRIBE);
        receive("&keepAliveInterval=1", this::note);
        awaitUp();

        peer.deliver("x/1", "hello", 1);
        awaitHandled(1);
    }

    @Test
    void comesBackFromABrokerThatSpeaksOnlyMqtt3() throws Exception {
        peer.onConnection(1).withhold(CONNECT);
        receive("", this::note);
        peer.awaitConnection(1).awaitReceived(CONNECT, 1);
        peer.awaitConnection(1).send((byte) 0x20, (byte) 2, (byte) 0, (byte) 1);

        awaitUp();
    }

    @Test
    void comesBackFromAConnectionThatHasGoneSilent() throws Exception {
        try (Proxy proxy = Proxy.to(peer.port())) {
            receiveFrom(proxy.uri(), "&keepAliveInterval=2", this::note);
            awaitUp();
            long start = System.nanoTime();
            proxy.silent();
            proxy.awaitAccepted(2);
            long noticed = millisSince(start);
            proxy.resume();
            await("link up").atMost(Duration.ofSeconds(4)).until(this::isUp);

            System.out.println("FIGURE silent: noticed after " + noticed + " ms, up after " + millisSince(start)
                    + " ms, keep-alive 2000 ms");
            assertThat(noticed).isLessThan(4500);
            peer.session(clientId).deliver("x/1", "hello", 1);
            awaitHandled(1);
        }
    }

    @Test
    void recoversWithinTwiceTheKeepAliveWhereOnlyTheOldConnectionIsSilent() throws Exception {
        receive("&keepAliveInterval=2", this::note);
        awaitUp();
        long start = System.nanoTime();
        peer.awaitConnection(1).silent();
        peer.awaitConnection(2).awaitReceived(SUBSCRIBE, 1);

        System.out.println("FIGURE old connection silent: up after " + millisSince(start) + " ms, keep-alive 2000 ms");
        assertThat(millisSince(start)).isLessThan(5000);
    }
}
