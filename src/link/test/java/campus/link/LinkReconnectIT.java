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

/** A broker that is down, does not answer, closes connections or cannot be reached. */
class LinkReconnectIT extends LinkFixture {

    @Test
    void waitsGrowToTheirMaximumAndVary() throws Exception {
        peer.always().closeAfter(CONNECT);
        receive("&maxReconnectDelay=80", this::note);

        List<ScriptedPeerPacket> attempts = peer.awaitReceived(CONNECT, 9);
        List<Long> gaps = IntStream.range(1, attempts.size()).mapToObj(i ->
                Duration.between(attempts.get(i - 1).at(), attempts.get(i).at()).toMillis()).toList();

        assertThat(gaps).allMatch(gap -> gap >= 10).allMatch(gap -> gap < 2500);
        assertThat(gaps.subList(2, gaps.size())).allMatch(gap -> gap >= 40);
        assertThat(gaps.stream().distinct().count()).isGreaterThan(4);
    }

    @Test
    void leaksNoThreadsIfThePeerAcceptsAndNeverAnswers() throws Exception {
        List<String> before = threads();
        peer.always().mute();
        receive("", this::note);
        peer.awaitConnection(3);
        peer.always().withhold();
        awaitUp();

        awaitOneConnectionsThreads(before);
    }

    @Test
    void leaksNoThreadsIfThePeerAcceptsAndCloses() throws Exception {
        List<String> before = threads();
        peer.always().closeOnAccept();
        receive("", this::note);
        peer.awaitConnection(6);
        peer.always().reset();
        awaitUp();

        awaitOneConnectionsThreads(before);
    }

    private static void awaitOneConnectionsThreads(List<String> before) {
        await("no more threads than one connection has").atMost(TIMEOUT).untilAsserted(() ->
                assertThat(threads()).hasSizeLessThanOrEqualTo(before.size() + 5));
    }

    @Test
    void comesBackIfTheBrokerClosesAfterEachKindOfPacket() throws Exception {
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
    void comesBackIfTheBrokerNeverAnswersTheSubscription() throws Exception {
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
            receiveFrom(proxy.uri(), "&keepAliveInterval=1", this::note);
            awaitUp();
            long start = System.nanoTime();
            proxy.silent();
            proxy.awaitAccepted(2);
            long noticed = millisSince(start);
            proxy.resume();
            await("link up").atMost(Duration.ofSeconds(4)).until(this::isUp);

            assertThat(noticed).as("milliseconds until the silence is noticed").isLessThan(2500);
            peer.session(clientId).deliver("x/1", "hello", 1);
            awaitHandled(1);
        }
    }

    @Test
    void recoversWithinTwiceTheKeepAliveIfOnlyTheOldConnectionIsSilent() throws Exception {
        receive("&keepAliveInterval=1", this::note);
        awaitUp();
        long start = System.nanoTime();
        peer.awaitConnection(1).silent();
        peer.awaitConnection(2).awaitReceived(SUBSCRIBE, 1);

        assertThat(millisSince(start)).isLessThan(3000);
    }
}
