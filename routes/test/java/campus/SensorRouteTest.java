package campus;

import static campus.RouteFixture.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.Json;
import campus.base.SettingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorRouteTest {

    private static final Map<String, String> UNITS = Map.of("TEMP", "Cel", "HUM", "%RH", "LUX", "lx", "VIBR", "m/s2");

    @TempDir
    private Path folder;
    private RouteFixture campus;

    @BeforeEach
    void prepare() throws IOException {
        campus = RouteFixture.in(folder);
    }

    @AfterEach
    void close() throws IOException {
        campus.close();
    }

    @Test
    void eachReadingGoesToTheTopicOfItsSensor() throws Exception {
        campus.set("campus.sensors.rate", "200");
        for (Published published : start(50)) {
            JsonNode reading = published.json();
            assertThat(published.topic).isEqualTo("EDIFICIO_1/P_%d/%s/%d/%s", reading.get("floor").intValue(),
                    reading.get("wing").asText(), reading.get("room").intValue(), reading.get("sensor").asText());
            assertThat(reading.get("building").asText()).isEqualTo("EDIFICIO_1");
        }
    }

    @Test
    void theBodyIsTheJsonOfAReading() throws Exception {
        campus.set("campus.sensors.rate", "200");
        Instant before = Instant.now().minusMillis(1);
        List<Published> readings = start(50);
        for (int i = 0; i < readings.size(); i++) {
            assertThat(readings.get(i).body).matches("\\{\"building\":\"EDIFICIO_1\",\"floor\":[1-8],"
                    + "\"wing\":\"[NSEO]\","
                    + "\"room\":[1-6],\"sensor\":\"[A-Z0-9]+\",\"value\":\\d+\\.\\d{1,2},\"unit\":\"[^\"]+\","
                    + "\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z\",\"seq\":\\d+}");
            JsonNode reading = readings.get(i).json();
            assertThat(reading.get("unit").asText()).isEqualTo(UNITS.get(reading.get("sensor").asText()));
            assertThat(readings.get(i).time()).isBetween(before, Instant.now());
            assertThat(reading.get("seq").longValue()).isEqualTo(i + 1);
        }
    }

    @Test
    void aRateSpacesTheReadingsEvenly() throws Exception {
        campus.set("campus.sensors.rate", "50");
        List<Published> readings = start(26);
        // 25 gaps of 20 ms; no reading is early, and one that is a second late is dropped.
        assertThat(Duration.between(readings.get(0).time(), readings.get(25).time()))
                .isBetween(Duration.ofMillis(499), Duration.ofSeconds(5));
    }

    @Test
    void withoutARateTheGapsAreWithinTheirBounds() throws Exception {
        campus.set("campus.sensors.interval-min", "100ms").set("campus.sensors.interval-max", "150ms");
        List<Published> readings = start(5);
        assertThat(Duration.between(readings.get(0).time(), readings.get(4).time()))
                .isBetween(Duration.ofMillis(399), Duration.ofSeconds(5));
    }

    @Test
    void theSameSeedGivesTheSameRooms() throws Exception {
        campus.set("campus.sensors.rate", "200").set("campus.sensors.seed", "7");
        List<String> first = start(20).stream().map(Published::topic).toList();
        campus.close();
        campus = RouteFixture.in(folder).set("campus.sensors.rate", "200").set("campus.sensors.seed", "7");
        assertThat(start(20)).extracting(Published::topic).isEqualTo(first);
    }

    @Test
    void theLabelOfAFaultIsPublishedBesideTheBuilding() throws Exception {
        campus.set("campus.sensors.rate", "200").set("campus.sensors.faults", "spike:1");
        List<Published> published = start(20);
        for (int i = 0; i < 20; i += 2) {
            JsonNode truth = published.get(i + 1).json();
            assertThat(published.get(i + 1).topic).isEqualTo("VERDAD/" + published.get(i).topic);
            assertThat(truth.get("topic").textValue()).isEqualTo(published.get(i).topic);
            assertThat(truth.get("fault").textValue()).isEqualTo("spike");
            assertThat(truth.get("seq")).isEqualTo(published.get(i).json().get("seq"));
            assertThat(truth.get("value").doubleValue()).isLessThan(published.get(i).json().get("value").doubleValue());
        }
    }

    @Test
    void aBuildingIsAddedByPropertiesOnly() throws Exception {
        campus.set("campus.sensors.rate", "200").building("east", "EDIFICIO_2", "floors", "1", "seed", "3");
        MockEndpoint published = campus.publisher("EDIFICIO_2");
        published.expectedMinimumMessageCount(50);
        start(50);
        published.assertIsSatisfied();
        assertThat(published.getReceivedExchanges().stream().map(Published::of))
                .allSatisfy(reading -> assertThat(reading.topic).startsWith("EDIFICIO_2/P_1/"));
        assertThat(campus.publisher("EDIFICIO_1").getReceivedExchanges().stream().map(Published::of))
                .allSatisfy(reading -> assertThat(reading.topic).startsWith("EDIFICIO_1/"));
        assertThat(campus.context().getRoutes()).extracting(Route::getRouteId)
                .containsExactlyInAnyOrder("sensors", "sensors-east", "sensors-clock");
    }

    @Test
    void itGoesOnAfterMoreMessagesThanMayWait() throws Exception {
        campus.set("campus.sensors.rate", "20000");
        campus.publisher("EDIFICIO_1").setRetainLast(1);
        start(15_000);
    }

    @Test
    void aBuildingHasItsOwnQosAndItsOwnAvailability() throws Exception {
        campus.building("east", "EDIFICIO_2", "qos", "0").build(new ErrorHandling(), new SensorRoutes());
        PahoMqtt5Configuration first = campus.mqtt("EDIFICIO_1").getConfiguration();
        PahoMqtt5Configuration east = campus.mqtt("EDIFICIO_2").getConfiguration();
        assertThat(first.getQos()).isEqualTo(1);
        assertThat(east.getQos()).isZero();
        assertThat(first.getWillTopic()).isEqualTo("EDIFICIO_1/estado");
        assertThat(east.getWillTopic()).isEqualTo("EDIFICIO_2/estado");
        assertThat(east.getWillPayload()).isEqualTo("offline");
        assertThat(east.getWillQos()).isEqualTo(1);
        assertThat(east.isWillRetained()).isTrue();
        RouteFixture.assertLogin(campus.mqtt("EDIFICIO_2"), "edificio", "building-secret");
    }

    @Test
    void aBadPropertyOfABuildingIsNamed() {
        campus.building("east", "EDIFICIO_2", "floors", "many");
        assertThatThrownBy(() -> campus.build(new ErrorHandling(), new SensorRoutes()))
                .isInstanceOf(SettingException.class).hasMessage(
                        "campus.building.east.floors=many cannot be used: accepted is a whole number from 1 to 999");
    }

    @Test
    void disabledNoBuildingReports() throws Exception {
        campus.set("campus.sensors.enabled", "false").building("east", "EDIFICIO_2")
                .start(new ErrorHandling(), new SensorRoutes());
        assertThat(campus.context().getRoutes()).isEmpty();
    }

    @Test
    void aReadingThatIsNotPublishedIsForgottenAndTheNextOneComes() throws Exception {
        campus.set("campus.sensors.rate", "50");
        MockEndpoint published = campus.publisher("EDIFICIO_1");
        published.whenExchangeReceived(1, RouteFixture.failing("no broker"));
        published.whenExchangeReceived(2, RouteFixture.failing("no broker"));
        List<Published> readings = start(4);
        assertThat(readings).extracting(reading -> reading.json().get("seq").longValue())
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    @Test
    void readingsArePublishedAsTheBuildingWithTheQosOfTheProperty() throws Exception {
        campus.set("campus.sensors.qos", "0").build(new ErrorHandling(), new SensorRoutes());
        RouteFixture.assertLogin(campus.mqtt("EDIFICIO_1"), "edificio", "building-secret");
        assertThat(campus.mqtt("EDIFICIO_1").getConfiguration().getQos()).isZero();
    }

    @Test
    void disabledThereIsNoRoute() throws Exception {
        campus.set("campus.sensors.enabled", "false").start(new ErrorHandling(), new SensorRoutes());
        assertThat(campus.context().getRoutes()).isEmpty();
    }

    @Test
    void enabledThereIsOneAndAWatchOfTheClock() throws Exception {
        campus.start(new ErrorHandling(), new SensorRoutes());
        assertThat(campus.context().getRoutes()).extracting(Route::getRouteId)
                .containsExactlyInAnyOrder("sensors", "sensors-clock");
    }

    /** Starts the route and waits for its first readings. */
    private List<Published> start(int count) throws Exception {
        MockEndpoint published = campus.publisher("EDIFICIO_1");
        published.expectedMinimumMessageCount(count);
        campus.start(new ErrorHandling(), new SensorRoutes());
        published.assertIsSatisfied();
        return published.getReceivedExchanges().stream().limit(count).map(Published::of).toList();
    }

    /** A message that reached the publisher. */
    private record Published(String topic, String body) {

        static Published of(Exchange exchange) {
            Message message = exchange.getMessage();
            return new Published(message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, String.class),
                    message.getBody(String.class));
        }

        JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        Instant time() {
            return Instant.parse(json().get("time").asText());
        }
    }
}
