package campus.link;

import static io.netty.handler.codec.mqtt.MqttMessageType.PUBLISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.LogLines;
import campus.testkit.peer.ScriptedPeerPacket;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing at QoS 0 and 1, with and without a connection. */
class LinkPublishIT extends LinkFixture {

    private void requireAccepted(List<String> texts) {
        peer.await(texts.size() + " accepted", () -> peer.accepted().size() >= texts.size());
        assertThat(peer.accepted()).extracting(ScriptedPeerPacket::text).isEqualTo(texts);
    }

    private static void requireAllDone(List<CompletableFuture<Exchange>> sent) throws Exception {
        for (CompletableFuture<Exchange> each : sent) {
            assertThat(done(each).getException()).isNull();
        }
    }

    @Test
    void keepsMessagesInOrderWhileThereIsNoBroker() throws Exception {
        peer.down();
        publish("");
        List<CompletableFuture<Exchange>> sent = sendInOrder(500);
        assertThat(sent).noneMatch(CompletableFuture::isDone);
        peer.up();

        requireAllDone(sent);
        requireAccepted(texts(500));
        requireNoFaults();
    }

    @Test
    void keepsMessagesInOrderAcrossALoss() throws Exception {
        publish("");
        awaitUp();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>(sendInOrder(10));
        requireAllDone(sent);
        peer.down();
        awaitDown();
        List<CompletableFuture<Exchange>> later = texts(10).stream().map(this::send).toList();
        peer.up();

        requireAllDone(later);
        assertThat(peer.accepted()).extracting(ScriptedPeerPacket::text).hasSize(20).endsWith("text 9", "text 10");
        requireNoFaults();
    }

    @Test
    void failsAtOnceIfTheQueueIsFull() throws Exception {
        context.getPropertiesComponent().addInitialProperty("campus.link.queue", "20");
        peer.down();
        publish("");
        List<CompletableFuture<Exchange>> kept = sendInOrder(20);
        CompletableFuture<Exchange> next = send("one too many");

        assertThat(next).isDone();
        assertThat(next.join().getException()).isInstanceOf(LinkException.class)
                .hasMessageContainingAll("20", "campus.link.queue", peer.uri());
        peer.up();
        requireAllDone(kept);
        requireAccepted(texts(20));
    }

    @Test
    void failsQos0AtOnceWhileThereIsNoBroker() throws Exception {
        peer.down();
        publish("");
        CompletableFuture<Exchange> lost = send("lost", 0);

        assertThat(lost).isDone();
        assertThat(lost.join().getException()).isInstanceOf(LinkException.class)
                .hasMessageContainingAll("y", peer.uri(), "QoS 0 is not kept");
        peer.up();
        awaitUp();
        await("QoS 0 goes out once the link is up").atMost(TIMEOUT).until(() -> done(send("kept", 0))
                .getException() == null);
        requireNoFaults();
    }

    @Test
    void failsAtStopWhatCouldNotBeSentAndLogsTheirNumber() throws Exception {
        LogLines log = new LogLines("campus.link.camel.LinkProducer");
        log.start();
        peer.down();
        publish("");
        List<CompletableFuture<Exchange>> sent = sendInOrder(7);
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(100);
        context.getRouteController().stopRoute("out");
        context.stop();
        log.stop();

        for (CompletableFuture<Exchange> each : sent) {
            assertThat(done(each).getException()).isInstanceOf(LinkException.class).hasMessageContaining("stopped");
        }
        assertThat(log.lines()).singleElement().asString().contains("7 messages", peer.uri());
    }

    @Test
    void sendsAgainInOrderWhatAConnectionLeftUnacknowledged() throws Exception {
        peer.onConnection(1).withhold(PUBLISH);
        publish("");
        awaitUp();
        List<CompletableFuture<Exchange>> sent = sendInOrder(120);
        peer.awaitConnection(1).awaitReceived(PUBLISH, 120);
        assertThat(sent).noneMatch(CompletableFuture::isDone);
        peer.awaitConnection(1).cut();

        requireAllDone(sent);
        assertThat(peer.awaitConnection(2).received(PUBLISH)).extracting(ScriptedPeerPacket::text)
                .isEqualTo(texts(120));
        assertThat(completed()).isEqualTo(texts(120));
        requireNoFaults();
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 32_768, 20, 2, 1, -1})
    void respectsTheReceiveMaximumOfTheBroker(int receiveMaximum) throws Exception {
        if (receiveMaximum > 0) {
            peer.always().connAck(MqttPropertyType.RECEIVE_MAXIMUM, receiveMaximum);
        }
        publish("");
        awaitUp();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>(sendInOrder(300));
        requireAllDone(sent);
        peer.awaitConnection(1).cut();
        awaitDown();
        requireAllDone(sendInOrder(300));

        assertThat(peer.accepted()).extracting(ScriptedPeerPacket::text).hasSize(600)
                .startsWith(texts(300).toArray(String[]::new)).endsWith(texts(300).toArray(String[]::new));
        assertThat(peer.connections()).hasSize(2);
        requireNoFaults();
    }

    @Test
    void sendsNoTopicAliasIfTheBrokerOffersThem() throws Exception {
        peer.always().connAck(MqttPropertyType.TOPIC_ALIAS_MAXIMUM, 10);
        peer.onConnection(1).withhold(PUBLISH);
        publish("");
        awaitUp();
        List<CompletableFuture<Exchange>> sent = sendInOrder(20);
        peer.awaitConnection(1).awaitReceived(PUBLISH, 20);
        peer.awaitConnection(1).cut();
        requireAllDone(sent);

        assertThat(peer.received(PUBLISH)).allMatch(packet -> packet.topic().equals("y"))
                .allMatch(packet -> packet.properties().isEmpty());
        requireNoFaults();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void failsAMessageThatIsTooLargeForTheBrokerAndSendsTheNext(int qos) throws Exception {
        peer.always().connAck(MqttPropertyType.MAXIMUM_PACKET_SIZE, 1000);
        publish("");
        awaitUp();
        int most = 1000 - (qos == 0 ? 7 : 9);
        CompletableFuture<Exchange> large = send("x".repeat(most + 1), qos);
        CompletableFuture<Exchange> next = send("x".repeat(most), qos);

        assertThat(done(large).getException()).isInstanceOfSatisfying(LinkException.class,
                failure -> assertThat(failure.refused()).isTrue()).hasMessage("not published to y: packet too large:"
                        + " it has 1001 bytes, and the broker takes 1000 at most");
        assertThat(done(next).getException()).isNull();
        await().atMost(TIMEOUT).until(() -> peer.accepted().size() == 1);
        requireNoFaults();
    }

    @Test
    void takesManyOfMixedQosEachInOrder() throws Exception {
        peer.always().connAck(MqttPropertyType.RECEIVE_MAXIMUM, 5);
        publish("");
        awaitUp();
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 1; i <= 1000; i++) {
            sent.add(send("text " + i, i % 3 == 0 ? 0 : 1));
        }
        requireAllDone(sent);
        await("all accepted").atMost(Duration.ofSeconds(5)).until(() -> peer.accepted().size() == 1000);
        Map<Boolean, List<String>> accepted = peer.accepted().stream().map(ScriptedPeerPacket::text)
                .collect(Collectors.partitioningBy(text -> Integer.parseInt(text.substring(5)) % 3 == 0));
        Map<Boolean, List<String>> expected = IntStream.rangeClosed(1, 1000).boxed().collect(
                Collectors.partitioningBy(i -> i % 3 == 0, Collectors.mapping(i -> "text " + i, Collectors.toList())));
        assertThat(accepted).isEqualTo(expected);
        requireNoFaults();
    }
}
