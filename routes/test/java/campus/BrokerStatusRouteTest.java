package campus;

import static campus.RouteFixture.assertHandled;
import static campus.RouteFixture.bodies;
import static campus.RouteFixture.files;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerStatusRouteTest {

    private static final String ROUTE = "view-broker-status";
    private static final String CONNECTED = "$SYS/broker/clients/connected";

    @TempDir
    private Path folder;
    private RouteFixture campus;

    @BeforeEach
    void prepare() throws IOException {
        campus = RouteFixture.in(folder).set("campus.view.broker-status.enabled", "true");
    }

    @AfterEach
    void close() throws IOException {
        campus.close();
    }

    @Test
    void aFigureIsALineInEverySink() throws Exception {
        campus.view("broker-status", "$SYS/#", "mock:one", "mock:two");
        start();
        assertHandled(campus.receiveRetained(ROUTE, "$SYS/broker/uptime", "75 seconds"));
        assertHandled(campus.receive(ROUTE, CONNECTED, "3"));
        assertThat(bodies(campus.mock("one"))).satisfiesExactly(
                first -> assertThat(first).endsWith(
                        "\"topic\":\"$SYS/broker/uptime\",\"qos\":1,\"retained\":true,\"payload\":\"75 seconds\"}\n"),
                second -> assertThat(second).endsWith("\"retained\":false,\"payload\":3}\n"));
        assertThat(bodies(campus.mock("two"))).isEqualTo(bodies(campus.mock("one")));
    }

    @Test
    void theShippedSinksAreTheLogAndAFile() throws Exception {
        start();
        assertHandled(campus.receive(ROUTE, CONNECTED, "3"));
        assertThat(campus.context().getEndpoints()).anyMatch(
                endpoint -> endpoint.getEndpointUri().equals("log://broker-status"));
        assertThat(files(folder.resolve("broker-status"))).singleElement().satisfies(
                file -> assertThat(file).content().contains("\"topic\":\"" + CONNECTED + "\"", "\"payload\":3}"));
    }

    @Test
    void aSinkThatFailsDoesNotKeepTheOtherFromItsLine() throws Exception {
        campus.view("broker-status", "$SYS/#", "mock:bad", "mock:good").set("campus.errors.retries", "0");
        start();
        campus.mock("bad").whenAnyExchangeReceived(RouteFixture.failing("full"));
        campus.receive(ROUTE, CONNECTED, "3");
        assertThat(bodies(campus.mock("good"))).hasSize(1);
        assertThat(bodies(campus.mock("dead-letter"))).hasSize(1);
    }

    @Test
    void itSubscribesAsTheBuildingWithoutASession() throws Exception {
        campus.build(new ErrorHandling(), new ViewRoutes());
        assertThat(campus.context().getRoute(ROUTE).getEndpoint()).isSameAs(campus.mqtt("$SYS/#"));
        RouteFixture.assertLogin(campus.mqtt("$SYS/#"), "edificio", "building-secret");
        PahoMqtt5Configuration session = campus.mqtt("$SYS/#").getConfiguration();
        assertThat(session.getQos()).isZero();
        assertThat(session.isCleanStart()).isTrue();
    }

    @Test
    void asShippedTheViewIsOff() throws Exception {
        campus.asShipped("campus.view.broker-status.enabled");
        start();
        assertThat(campus.context().getRoute(ROUTE)).isNull();
    }

    @Test
    void theCommandGetsEachFigureAndNeedsNoView() throws Exception {
        List<String> topics = new ArrayList<>();
        campus.bind("figures", new Figures(topics)).start(new BrokerStatusRoutes());
        assertHandled(campus.receive("broker-status", CONNECTED, "3"));
        assertThat(topics).containsExactly(CONNECTED);
    }

    private void start() throws Exception {
        campus.start(new ErrorHandling(), new ViewRoutes());
    }

    /** Stands for the command status. */
    private record Figures(List<String> topics) {

        public void receive(Exchange exchange) {
            topics.add(exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class));
        }
    }
}
