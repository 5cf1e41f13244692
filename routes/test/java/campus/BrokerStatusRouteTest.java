package campus;

import static campus.RouteFixture.assertHandled;
import static campus.RouteFixture.bodies;
import static campus.RouteFixture.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.broker.Thresholds;
import campus.testkit.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerStatusRouteTest {

    private static final String ROUTE = "broker-status";
    private static final String CONNECTED = "$SYS/broker/clients/connected";

    @TempDir
    private Path folder;
    private RouteFixture campus;

    @BeforeEach
    void prepare() throws IOException {
        campus = RouteFixture.in(folder).set("campus.broker-status.enabled", "true");
    }

    @AfterEach
    void close() throws IOException {
        campus.close();
    }

    @Test
    void aFigureIsALineInEverySink() throws Exception {
        campus.set("campus.broker-status.to", "mock:one, mock:two");
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
        campus.set("campus.broker-status.to", "mock:bad,mock:good").set("campus.errors.retries", "0");
        start();
        campus.mock("bad").whenAnyExchangeReceived(RouteFixture.failing("full"));
        campus.receive(ROUTE, CONNECTED, "3");
        assertThat(bodies(campus.mock("good"))).hasSize(1);
        assertThat(bodies(campus.mock("dead-letter"))).hasSize(1);
    }

    @Test
    void aLimitIsWarnedOfOnceAndClearedOnce() throws Exception {
        LogLines log = new LogLines(Thresholds.class);
        log.start();
        try {
            campus.set("campus.broker-status.to", "mock:one").set("campus.broker-status.warn-above",
                    "clients/connected=2");
            start();
            for (String payload : new String[] {"2", "3", "4", "3", "1", "1"}) {
                assertHandled(campus.receive(ROUTE, CONNECTED, payload));
            }
            assertThat(log.lines()).satisfiesExactly(
                    warning -> assertThat(warning).startsWith("WARN " + CONNECTED + " is 3"),
                    back -> assertThat(back).startsWith("INFO " + CONNECTED + " is 1"));
            assertThat(bodies(campus.mock("one"))).hasSize(6);
        } finally {
            log.stop();
        }
    }

    @Test
    void itSubscribesAsTheBuildingWithoutASession() throws Exception {
        campus.build(new ErrorHandling(), new BrokerStatusRoutes());
        assertThat(campus.context().getRoute(ROUTE).getEndpoint()).isSameAs(campus.mqtt("$SYS/#"));
        RouteFixture.assertLogin(campus.mqtt("$SYS/#"), "edificio", "building-secret");
        PahoMqtt5Configuration session = campus.mqtt("$SYS/#").getConfiguration();
        assertThat(session.getQos()).isZero();
        assertThat(session.isCleanStart()).isTrue();
    }

    @Test
    void asShippedItIsOff() throws Exception {
        campus.asShipped("campus.broker-status.enabled");
        start();
        assertThat(campus.context().getRoutes()).isEmpty();
    }

    @Test
    void aLimitThatCannotBeUsedIsSaidAtTheStart() {
        campus.set("campus.broker-status.warn-above", "clients/connected");
        assertThatThrownBy(this::start).isInstanceOf(SettingException.class);
    }

    private void start() throws Exception {
        campus.start(new ErrorHandling(), new BrokerStatusRoutes());
    }
}
