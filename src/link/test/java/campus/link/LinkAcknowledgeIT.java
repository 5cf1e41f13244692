package campus.link;

import static io.netty.handler.codec.mqtt.MqttMessageType.PUBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.peer.ScriptedPeerPacket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.StatefulService;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** A message is acknowledged when its exchange has ended, and not before. */
class LinkAcknowledgeIT extends LinkFixture {

    @Test
    void acknowledgesOnlyWhatTheRouteHasFinished() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Semaphore permit = new Semaphore(0);
        receive("", exchange -> {
            begun.countDown();
            assertThat(permit.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        });
        peer.deliver("x/1", "text", 1);
        assertThat(begun.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)).as("handler begun").isTrue();
        // A message on the same threads: an acknowledgement would have been sent before.
        peer.awaitConnection(1).deliver("x/2", "text", 0);
        assertThat(peer.received(PUBACK)).isEmpty();

        permit.release(2);
        peer.awaitReceived(PUBACK, 1);
        requireNoFaults();
    }

    @Test
    void repeatsWhatFailedAndHandlesTheOthersMeanwhile() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        receive("", exchange -> {
            if (exchange.getMessage().getBody(String.class).equals("text 2") && failures.incrementAndGet() <= 2) {
                throw new IllegalStateException("not now");
            }
            note(exchange);
        });
        awaitUp();
        peer.session(clientId).deliver(messages(4));
        awaitHandled(3);
        assertThat(handled).containsExactly("text 1", "text 3", "text 4");
        assertThat(peer.received(PUBACK)).extracting(ScriptedPeerPacket::packetId).doesNotContain(2, 3, 4);

        peer.awaitReceived(PUBACK, 4);
        assertThat(handled).containsExactly("text 1", "text 3", "text 4", "text 2");
        assertThat(peer.received(PUBACK)).extracting(ScriptedPeerPacket::packetId).containsExactly(1, 2, 3, 4);
        requireNoFaults();
    }

    @Test
    void acknowledgesAFailureThatTheRouteHasHandled() throws Exception {
        String uri = "paho-mqtt5:x/#?brokerUrl=" + peer.uri() + "&clientId=" + clientId
                + "&cleanStart=false&sessionExpiryInterval=60&manualAcksEnabled=true";
        add(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("in").onException(IllegalStateException.class).handled(true).end()
                        .process(exchange -> {
                            throw new IllegalStateException("never");
                        });
            }
        });
        peer.deliver("x/1", "text", 1);
        peer.awaitReceived(PUBACK, 1);
        requireNoFaults();
    }

    @Test
    void stopsSoonIfManyMessagesWait() throws Exception {
        Semaphore permits = new Semaphore(100);
        peer.session(clientId).deliver(messages(5_000));
        receive("&receiveMaximum=100", exchange -> {
            assertThat(permits.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            note(exchange);
        });
        awaitHandled(100);
        context.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
        context.getShutdownStrategy().setTimeout(20);
        StatefulService consumer = (StatefulService) context.getRoute("in").getConsumer();
        long start = System.nanoTime();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> stopRoute("in"));
        await("suspended or stopped").atMost(TIMEOUT).until(() -> !consumer.isStarted() || consumer.isSuspended());
        permits.release(5_000);
        stopped.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);

        assertThat(millisSince(start)).isLessThan(4000);
        assertThat(handled).hasSizeLessThanOrEqualTo(101);
        requireNoFaults();
    }

    private void stopRoute(String id) {
        try {
            context.getRouteController().stopRoute(id);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
