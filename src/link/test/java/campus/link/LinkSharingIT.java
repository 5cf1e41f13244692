package campus.link;

import static io.netty.handler.codec.mqtt.MqttMessageType.CONNECT;
import static io.netty.handler.codec.mqtt.MqttMessageType.DISCONNECT;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBACK;
import static io.netty.handler.codec.mqtt.MqttMessageType.SUBSCRIBE;
import static io.netty.handler.codec.mqtt.MqttMessageType.UNSUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.peer.ScriptedPeerMessage;
import campus.testkit.peer.ScriptedPeerPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.junit.jupiter.api.Test;

/** Endpoints with the same client identifier, which share one connection. */
class LinkSharingIT extends LinkFixture {

    private final List<String> other = Collections.synchronizedList(new ArrayList<>());

    private String uri(String topic, String options) {
        return "paho-mqtt5:" + topic + "?brokerUrl=" + peer.uri() + "&clientId=" + clientId + "&connectionTimeout=1"
                + "&qos=1&manualAcksEnabled=true" + options;
    }

    private void addAll(String options) throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("x/#", options)).routeId("in").process(LinkSharingIT.this::note);
                from(uri("z/+", options)).routeId("other")
                        .process(exchange -> other.add(exchange.getMessage().getBody(String.class)));
                from("direct:out").routeId("out").errorHandler(noErrorHandler()).to(uri("y", options));
            }
        });
        peer.awaitReceived(SUBSCRIBE, 2);
    }

    private static String topic(Exchange exchange) {
        return exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class);
    }

    @Test
    void oneConnectionCarriesSubscriptionsAndPublications() throws Exception {
        addAll("");
        peer.deliver("x/1", "for in", 1);
        peer.deliver("z/1", "for other", 1);
        assertThat(done(send("text")).getException()).isNull();
        peer.awaitReceived(PUBACK, 2);

        assertThat(handled).containsExactly("for in");
        assertThat(other).containsExactly("for other");
        assertThat(peer.received(CONNECT)).hasSize(1);
        requireNoFaults();
    }

    @Test
    void allComeBackTogether() throws Exception {
        addAll("");
        peer.awaitConnection(1).cut();
        peer.awaitConnection(2).awaitReceived(SUBSCRIBE, 2);
        peer.deliver("z/1", "again", 1);

        assertThat(done(send("text")).getException()).isNull();
        await().atMost(TIMEOUT).until(() -> other.contains("again"));
        assertThat(peer.connections()).hasSize(2);
    }

    @Test
    void theLastThatStopsDisconnects() throws Exception {
        addAll("");
        context.getRouteController().stopRoute("in");
        peer.awaitReceived(UNSUBSCRIBE, 1);
        peer.deliver("z/1", "still here", 1);
        await().atMost(TIMEOUT).until(() -> other.contains("still here"));
        context.getRouteController().startRoute("in");
        peer.awaitReceived(SUBSCRIBE, 3);

        assertThat(peer.connections()).hasSize(1);
        requireNoFaults();
    }

    @Test
    void aStoppedRouteOfADurableSessionGetsItsMessagesWhenItStartsAgain() throws Exception {
        addAll("&cleanStart=false&sessionExpiryInterval=3600");
        context.getRouteController().stopRoute("in");
        peer.session(clientId).deliver("x/1", "kept", 1);
        peer.session(clientId).deliver("z/1", "not held up", 1);
        await().atMost(TIMEOUT).until(() -> other.contains("not held up"));
        assertThat(handled).isEmpty();
        context.getRouteController().startRoute("in");

        awaitHandled(1);
        assertThat(handled).containsExactly("kept");
        assertThat(peer.received(UNSUBSCRIBE)).isEmpty();
    }

    private void addMember(String options) throws Exception {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("$share/group/x/#", options)).routeId("in").process(LinkSharingIT.this::note);
            }
        });
        peer.awaitReceived(SUBSCRIBE, 1);
    }

    /** The broker gives them to another member (MQTT 5 section 4.8.2). */
    @Test
    void aMemberOfAGroupThatStopsDoesNotAcknowledgeWhatItHasNotHandled() throws Exception {
        addMember("");
        context.getRouteController().suspendRoute("in");
        peer.session(clientId).deliver(messages(2));
        context.stop();

        peer.awaitReceived(DISCONNECT, 1);
        assertThat(peer.received(PUBACK)).isEmpty();
        assertThat(handled).isEmpty();
    }

    /** Its part of the messages of the group would wait for it, and the others would miss it. */
    @Test
    void aMemberOfAGroupLeavesItWhenItStopsAlthoughItsSessionIsDurable() throws Exception {
        addMember("&cleanStart=false&sessionExpiryInterval=3600");
        context.stop();

        peer.awaitReceived(DISCONNECT, 1);
        assertThat(peer.received(UNSUBSCRIBE)).hasSize(1);
    }

    /** Acknowledgements go out in the order of the messages (MQTT 5 section 4.6), so one could block others. */
    @Test
    void aRouteThatStopsBeforeItsMessagesHoldsUpNoOther() throws Exception {
        addAll("&cleanStart=false&sessionExpiryInterval=3600");
        context.getRouteController().suspendRoute("in");
        peer.session(clientId).deliver(messages(2));
        peer.session(clientId).deliver("z/1", "passes", 1);
        await().atMost(TIMEOUT).until(() -> other.contains("passes"));
        context.getRouteController().stopRoute("in");
        peer.awaitReceived(PUBACK, 1);
        context.getRouteController().startRoute("in");

        awaitHandled(2);
        assertThat(handled).isEqualTo(texts(2));
        assertThat(other).containsExactly("passes");
    }

    /** A session that ends with its client has no use for them. */
    @Test
    void acknowledgesWhatAStoppedRouteLeavesIfTheSessionIsNotKept() throws Exception {
        addAll("");
        context.getRouteController().suspendRoute("in");
        peer.session(clientId).deliver(messages(2));
        peer.session(clientId).deliver("z/1", "passes", 1);
        await().atMost(TIMEOUT).until(() -> other.contains("passes"));
        context.getRouteController().stopRoute("in");

        peer.awaitReceived(PUBACK, 3);
        requireNoFaults();
    }

    @Test
    void aRefusedSubscriptionDoesNotDisturbTheOthers() throws Exception {
        peer.always().subAck("x/#", 0x87);
        addAll("");
        peer.deliver("z/1", "text", 1);
        await().atMost(TIMEOUT).until(() -> other.contains("text"));

        assertThat(done(send("text")).getException()).isNull();
        assertThat(peer.connections()).hasSize(1);
    }

    /** The route publishes what it receives, on the connection that is full of what it has not received yet. */
    @Test
    void acknowledgementsComeAlthoughARouteDoesNotKeepUp() throws Exception {
        context.getPropertiesComponent().addInitialProperty("campus.link.queue", "1");
        context.getPropertiesComponent().addInitialProperty("campus.link.max-inflight", "1");
        add(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri("x/#", "&keepAliveInterval=1")).routeId("in").process(exchange -> handled.add(topic(exchange)))
                        .process(exchange -> exchange.getMessage().removeHeaders("*"))
                        .to(uri("y", "&keepAliveInterval=1"));
            }
        });
        peer.awaitReceived(SUBSCRIBE, 1);
        peer.session(clientId).deliver(Collections.nCopies(20_000, ScriptedPeerMessage.of("x/1", "x".repeat(100), 0)));
        await("what fitted in was published").atMost(Duration.ofSeconds(60))
                .until(() -> peer.accepted().size() >= 1000);

        assertThat(peer.connections()).hasSize(1);
        assertThat(peer.accepted()).extracting(ScriptedPeerPacket::topic).containsOnly("y");
    }
}
