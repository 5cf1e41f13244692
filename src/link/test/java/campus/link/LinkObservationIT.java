package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.mqtt.MqttMessageType;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Test;

/** What an application with Micrometer and health checks sees of its links. */
class LinkObservationIT extends LinkFixture {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    LinkObservationIT() {
        context.getRegistry().bind("metricsRegistry", registry);
    }

    private Search meter(String name, String route) {
        return registry.find("campus.link." + name).tag("routeId", route).tag("camelContext", context.getName());
    }

    private double gauge(String name, String route) {
        Gauge gauge = meter(name, route).gauge();
        assertThat(gauge).as(name).isNotNull();
        return gauge.value();
    }

    private double count(String name, String route) {
        FunctionCounter counter = meter(name, route).functionCounter();
        assertThat(counter).as(name).isNotNull();
        return counter.count();
    }

    @Test
    void aConsumerIsMeasured() throws Exception {
        receive("", this::note);
        peer.deliver("x/1", "text", 1);
        peer.deliver("x/1", "text", 0);
        awaitHandled(2);
        peer.awaitReceived(MqttMessageType.PUBACK, 1);
        peer.awaitConnection(1).cut();
        peer.awaitConnection(2);
        awaitUp();

        assertThat(gauge("connected", "in")).isEqualTo(1);
        assertThat(count("received", "in")).isEqualTo(2);
        assertThat(count("dropped", "in")).isZero();
        assertThat(count("reconnects", "in")).isEqualTo(1);
        context.getRouteController().stopRoute("in");
        assertThat(registry.getMeters()).as("of a stopped route").isEmpty();
    }

    @Test
    void aProducerIsMeasured() throws Exception {
        peer.always().pubAck("y", 0);
        publish("&qos=1");
        awaitUp();
        assertThat(done(send("text")).getException()).isNull();
        peer.always().pubAck("y", 0x97);
        assertThat(done(send("refused")).getException()).isNotNull();

        assertThat(count("acknowledged", "to y")).isEqualTo(1);
        assertThat(count("refused", "to y")).isEqualTo(1);
        assertThat(gauge("in.flight", "to y")).isZero();
        peer.down();
        awaitDown();
        send("waits");
        await().atMost(TIMEOUT).until(() -> gauge("waiting", "to y") + gauge("in.flight", "to y") == 1);
        assertThat(gauge("connected", "to y")).isZero();
    }

    @Test
    void theBirthAndTheWillAreNoMessagesOfTheRoute() throws Exception {
        context.getPropertiesComponent().addInitialProperty("campus.link.birth-payload", "online");
        publish("&qos=1&willTopic=state&willPayload=offline&willQos=1");
        awaitUp();
        assertThat(done(send("text")).getException()).isNull();

        assertThat(count("acknowledged", "to y")).isEqualTo(1);
        assertThat(gauge("in.flight", "to y")).isZero();
    }

    @Test
    void aMessageForWhichThereIsNoRoomIsRefused() throws Exception {
        context.getPropertiesComponent().addInitialProperty("campus.link.queue", "1");
        peer.down();
        publish("&qos=1");
        send("waits");
        assertThat(done(send("too many")).getException()).isNotNull();

        assertThat(count("refused", "to y")).isEqualTo(1);
        assertThat(gauge("waiting", "to y")).isEqualTo(1);
        assertThat(gauge("in.flight", "to y")).isZero();
    }

    /** A broker that is away is no reason to start the application again. */
    @Test
    void aLinkThatIsDownIsNotReadyButAlive() throws Exception {
        peer.down();
        receive("", this::note);
        HealthCheck.Result down = health();

        assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(down.getDetails()).containsKeys("since").containsEntry("broker", peer.uri());
        await().atMost(TIMEOUT).until(() -> health().getDetails().get("reason").toString().contains("refused"));
        assertThat(HealthCheckHelper.invokeLiveness(context)).noneMatch(result ->
                result.getCheck().getId().startsWith("link:"));
        assertThat(HealthCheckHelper.invokeReadiness(context)).anyMatch(result ->
                result.getCheck().getId().startsWith("link:"));
    }
}
