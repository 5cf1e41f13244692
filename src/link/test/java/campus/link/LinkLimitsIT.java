package campus.link;

import static io.netty.handler.codec.mqtt.MqttMessageType.CONNECT;
import static io.netty.handler.codec.mqtt.MqttMessageType.PUBLISH;
import static io.netty.handler.codec.mqtt.MqttMessageType.SUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.LogLines;
import campus.testkit.peer.ScriptedPeer;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a broker cannot keep, says in words, or lets another of its addresses do. */
class LinkLimitsIT extends LinkFixture {

    private final LogLines log = new LogLines(Link.class);

    @BeforeEach
    void startLog() {
        log.start();
    }

    @AfterEach
    void stopLog() {
        log.stop();
    }

    @Test
    void refusesAQosAboveTheBrokersBeforeSending() throws Exception {
        peer.always().connAck(MqttPropertyType.MAXIMUM_QOS, 0);
        publish("");
        awaitUp();
        Exception refused = done(send("text")).getException();

        assertThat(refused).isInstanceOfSatisfying(LinkException.class,
                failure -> assertThat(failure.refused()).isTrue());
        assertThat(refused).hasMessage("not published to y: the broker takes QoS 0 at most, not QoS 1");
        assertThat(peer.received(PUBLISH)).isEmpty();
    }

    @Test
    void refusesARetainedMessageIfTheBrokerKeepsNone() throws Exception {
        peer.always().connAck(MqttPropertyType.RETAIN_AVAILABLE, 0);
        publish("&retained=true");
        awaitUp();

        assertThat(done(send("text")).getException())
                .hasMessage("not published to y: the broker keeps no retained messages");
        assertThat(peer.received(PUBLISH)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"x/#, WILDCARD_SUBSCRIPTION_AVAILABLE, the broker takes no topic filters with + or #",
        "$share/g/x, SHARED_SUBSCRIPTION_AVAILABLE, the broker has no shared subscriptions"})
    void refusesASubscriptionThatTheBrokerDoesNotOffer(String filter, MqttPropertyType limit, String reason)
            throws Exception {
        peer.always().connAck(limit, 0);
        add(new RouteBuilder() {
            @Override
            public void configure() {
                from("paho-mqtt5:" + filter + "?brokerUrl=" + peer.uri()).routeId("in").process(exchange -> { });
            }
        });
        await().atMost(TIMEOUT).until(() -> health().getMessage().orElse("").endsWith(reason));

        assertThat(health().getMessage().orElse("")).startsWith("an anonymous client may not subscribe to " + filter);
        assertThat(peer.received(SUBSCRIBE)).isEmpty();
        assertThat(log.lines()).singleElement().asString().contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"0x9A, retain not supported (0x9A)", "0x9B, QoS not supported (0x9B)"})
    void connectsWithoutALastWillThatTheBrokerCannotKeep(String code, String reason) throws Exception {
        peer.onConnection(1).connAck(Integer.decode(code));
        publish("&willTopic=state&willPayload=offline&willRetained=true&willQos=1");
        awaitUp();
        peer.awaitConnection(2).cut();
        awaitDown();
        awaitUp();

        assertThat(peer.received(CONNECT)).extracting(packet -> packet.connect().hasWill())
                .containsExactly(true, false, false);
        assertThat(log.lines().stream().filter(line -> line.contains("Last Will"))).singleElement().asString()
                .contains("WARN", "state", reason);
        assertThat(done(send("text")).getException()).isNull();
    }

    @Test
    void tellsABrokerThatSpeaksOnlyMqtt3InOneLine() throws Exception {
        peer.always().withhold(CONNECT);
        receive("", this::note);
        peer.awaitConnection(1).awaitReceived(CONNECT, 1);
        peer.awaitConnection(1).send((byte) 0x20, (byte) 2, (byte) 0, (byte) 1);
        await().atMost(TIMEOUT).until(() -> !log.lines().isEmpty());

        assertThat(log.lines()).singleElement().asString().contains("the broker does not speak MQTT 5, only an older"
                + " version such as MQTT 3.1.1: use a broker that speaks MQTT 5");
    }

    @Test
    void anUnknownReasonCodeIsOneLineAndTheLinkGoesOn() throws Exception {
        peer.always().withhold(CONNECT);
        receive("", this::note);
        peer.awaitConnection(1).awaitReceived(CONNECT, 1);
        peer.awaitConnection(1).send((byte) 0x20, (byte) 3, (byte) 0, (byte) 0xF0, (byte) 0);
        await().atMost(TIMEOUT).until(() -> !log.lines().isEmpty());
        assertThat(log.lines()).singleElement().asString().contains("refused (0xF0)");
        peer.always().reset();

        awaitUp();
    }

    @Test
    void tellsThatTheServerSpeaksNoMqtt() throws Exception {
        peer.always().withhold(CONNECT);
        receive("", this::note);
        peer.awaitConnection(1).awaitReceived(CONNECT, 1);
        peer.awaitConnection(1).send("HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII));

        await().atMost(TIMEOUT).until(() -> health().getMessage().orElse("")
                .contains("the server on this port does not speak MQTT"));
    }

    @Test
    void aMessageThatEndsTheConnectionFailsAloneAndTheOthersArrive() throws Exception {
        peer.onConnection(1).withhold(PUBLISH);
        peer.onConnection(2).withhold(PUBLISH);
        publish("");
        awaitUp();
        CompletableFuture<Exchange> bad = send("bad");
        List<CompletableFuture<Exchange>> good = sendInOrder(20);
        peer.awaitConnection(1).awaitReceived(PUBLISH, 21);
        peer.awaitConnection(1).disconnect(0x82);
        peer.awaitConnection(2).awaitReceived(PUBLISH, 1);
        peer.awaitConnection(2).disconnect(0x82);

        assertThat(done(bad).getException()).isInstanceOfSatisfying(LinkException.class,
                failure -> assertThat(failure.refused()).isTrue()).hasMessageContaining("protocol error (0x82)");
        for (CompletableFuture<Exchange> each : good) {
            assertThat(done(each).getException()).isNull();
        }
        assertThat(peer.awaitConnection(2).received(PUBLISH)).hasSize(1);
    }

    @Test
    void aSecondAddressIsUsedIfTheFirstDoesNotAnswerAndStaysInUse() throws Exception {
        try (ScriptedPeer second = ScriptedPeer.start().patience(TIMEOUT)) {
            peer.down();
            receiveFrom("tcp://no.such.host.invalid:1883," + peer.uri() + "," + second.uri(), "", this::note);
            awaitUp();
            assertThat(log.lines()).singleElement().asString().contains("connected to " + second.uri());
            peer.up();
            second.awaitConnection(1).cut();
            second.awaitConnection(2);
            awaitUp();
            second.down();
            peer.awaitConnection(1);
            awaitUp();

            assertThat(second.connections()).hasSize(2);
            assertThat(log.lines().get(log.lines().size() - 1)).contains("connected again to " + peer.uri());
        }
    }

    @Test
    void allAddressesThatFailAreToldOnceWithTheirReasons() throws Exception {
        peer.always().connAck(0x87);
        receiveFrom("tcp://127.0.0.1:1," + peer.uri(), "&userName=ana&password=secret", this::note);
        peer.awaitReceived(CONNECT, 3);

        assertThat(log.lines()).singleElement().asString().contains("tcp://127.0.0.1:1: no server listens there",
                peer.uri() + ": not authorized (0x87)", "as user 'ana'").doesNotContain("secret");
    }

    @Test
    void userAndPasswordOfTheAddressAreUsedAndNotShown() throws Exception {
        peer.always().connAck(0x86);
        receiveFrom(peer.uri().replace("//", "//ana:s%3Acret@"), "", this::note);
        peer.awaitReceived(CONNECT, 1);
        await().atMost(TIMEOUT).until(() -> !log.lines().isEmpty());

        assertThat(peer.received(CONNECT).get(0).connect().user()).isEqualTo("ana");
        assertThat(log.lines()).singleElement().asString().contains("as user 'ana'", peer.uri())
                .doesNotContain("cret");
        assertThat(health().getMessage().orElse("")).isEqualTo(
                "bad user name or password (0x86): check user name and password");
    }

    @Test
    void aLinkThatEndsTellsItsListener() throws Exception {
        context.getPropertiesComponent().addInitialProperty("campus.link.retry", "after-connect");
        List<String> ended = new CopyOnWriteArrayList<>();
        context.getRegistry().bind("listener",
                (LinkListener) (link, reason) -> ended.add(link + " " + reason.getMessage()));
        receive("", this::note);
        peer.awaitConnection(1).cut();
        awaitDown();
        awaitUp();
        peer.awaitConnection(2).disconnect(0x8E);
        await().atMost(TIMEOUT).until(() -> !ended.isEmpty());

        assertThat(ended).singleElement().asString().startsWith("in connection lost to " + peer.uri()
                + ": session taken over");
    }
}
