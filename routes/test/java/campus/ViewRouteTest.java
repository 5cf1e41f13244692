package campus;

import static campus.RouteFixture.assertHandled;
import static campus.RouteFixture.bodies;
import static campus.RouteFixture.files;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.Json;
import campus.base.SettingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.apache.camel.Route;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewRouteTest {

    private static final String TOPIC = "EDIFICIO_1/P_7/S/4/TEMP";
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;
    private Path data;
    private RouteFixture campus;

    @BeforeEach
    void prepare() throws IOException {
        data = folder.resolve("data");
        campus = RouteFixture.in(data);
    }

    @AfterEach
    void close() throws IOException {
        campus.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"value\": 21.430, \"unit\": \"Cel\"} | {\"value\": 21.430, \"unit\": \"Cel\"}",
        "21.5 | 21.5", "on | \"on\"", "'' | \"\"", "Práctica € 😀 | \"Práctica € 😀\"",
        "{\"open\": | \"{\\\"open\\\":\""})
    void aLineHoldsThePayload(String payload, String json) throws Exception {
        startWithMock();
        Instant before = Instant.now().minusMillis(1);
        assertHandled(campus.receive("view-temperature", TOPIC, payload));
        Instant time = Instant.parse(line().get("time").asText());
        assertThat(time).isBetween(before, Instant.now());
        assertThat(bodies(campus.mock("temperature"))).containsExactly("{\"time\":\"" + time + "\",\"topic\":\"" + TOPIC
                + "\",\"qos\":1,\"retained\":false,\"payload\":" + json + "}\n");
    }

    @Test
    void aPayloadThatIsNotTextIsWrittenInBase64() throws Exception {
        startWithMock();
        byte[] payload = {(byte) 0xff, 0, (byte) 0xc3, '\n'};
        assertHandled(campus.receive("view-temperature", TOPIC, payload));
        assertThat(line().get("payloadBase64").binaryValue()).isEqualTo(payload);
        assertThat(line().has("payload")).isFalse();
    }

    @Test
    void aMebibyteIsWrittenWhole() throws Exception {
        startWithMock();
        String text = "x".repeat(MEBIBYTE);
        assertHandled(campus.receive("view-temperature", TOPIC, text));
        assertThat(line().get("payload").asText()).isEqualTo(text);
    }

    @Test
    void aMebibyteOfBytesIsWrittenWhole() throws Exception {
        startWithMock();
        byte[] bytes = new byte[MEBIBYTE];
        bytes[MEBIBYTE / 2] = (byte) 0xff;
        assertHandled(campus.receive("view-temperature", TOPIC, bytes));
        assertThat(line().get("payloadBase64").asText()).isEqualTo(Base64.getEncoder().encodeToString(bytes));
    }

    @Test
    void aRetainedMessageIsMarked() throws Exception {
        startWithMock();
        assertHandled(campus.receiveRetained("view-temperature", TOPIC, "21.5"));
        assertThat(line().get("retained").booleanValue()).isTrue();
    }

    @Test
    void theShippedSinkIsOneFilePerDayInUtf8() throws Exception {
        start();
        assertHandled(campus.receive("view-building", TOPIC, "Práctica €"));
        assertHandled(campus.receive("view-building", TOPIC, "22"));
        List<Path> files = files(data);
        assertThat(files).hasSize(1);
        assertThat(data.relativize(files.get(0)).toString()).matches("readings/readings-\\d{4}-\\d\\d-\\d\\d\\.jsonl");
        assertThat(Files.readAllLines(files.get(0), UTF_8)).satisfiesExactly(
                first -> assertThat(first).endsWith("\"payload\":\"Práctica €\"}"),
                second -> assertThat(second).endsWith("\"payload\":22}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "../../escaped", "/../escaped", "a/../../../escaped", "..", ".", "/", "//",
        "a//b", "", "..\\escaped", "C:\\escaped", "a:b", "~/escaped", ".hidden", "a/./b", "%2e%2e/escaped",
        "$SYS/broker", "${file:name}", "${sys:user.home}",
        "$simple{env:HOME}", "{{campus.building.password}}", "a?fileName=escaped",
        "a&b=c", "a b", "a\tb", "a\nb", "a\0b", "*", "<>|\"",
        "salón/€/😀", "\uFEFFa", "a\u202eb", "CON", "a.", "-rf"})
    void aHostileTopicStaysInTheFolderAndStopsNothing(String topic) throws Exception {
        startWithFilePerTopic();
        assertHandled(campus.receive("view-mine", topic, "hostile"));
        assertHandled(campus.receive("view-mine", TOPIC, "21.5"));

        assertThat(files(folder)).hasSize(2).allMatch(file -> file.startsWith(data.resolve("topics")));
        assertThat(data.resolve("topics/" + TOPIC + ".jsonl")).content(UTF_8).contains("\"payload\":21.5}\n");
        Path other = files(folder).stream().filter(file -> !file.endsWith(TOPIC + ".jsonl")).findFirst().orElseThrow();
        assertThat(Json.MAPPER.readTree(Files.readString(other)).get("topic").asText()).isEqualTo(topic);
        assertThat(campus.mock("dead-letter").getReceivedCounter()).isZero();
    }

    @Test
    void anAbsoluteTopicStaysInTheFolder() throws Exception {
        startWithFilePerTopic();
        assertHandled(campus.receive("view-mine", folder.resolve("escaped").toString(), "hostile"));
        assertThat(files(folder)).singleElement().satisfies(
                file -> assertThat(file).startsWith(data.resolve("topics")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "/", "x/", "€", ".", "../"})
    void aTopicOfTheLongestKindIsWritten(String part) throws Exception {
        startWithFilePerTopic();
        String topic = part.repeat(65_535 / part.getBytes(UTF_8).length);
        assertHandled(campus.receive("view-mine", topic, "hostile"));
        assertThat(files(folder)).singleElement().satisfies(
                file -> assertThat(file).startsWith(data.resolve("topics")).content(UTF_8).contains("\"hostile\""));
    }

    /** The folder of one topic is not the file of another. */
    @Test
    void everyTopicHasAFileOfItsOwn() throws Exception {
        startWithFilePerTopic();
        assertHandled(campus.receive("view-mine", "a", "first"));
        assertHandled(campus.receive("view-mine", "a.jsonl/b", "second"));
        assertHandled(campus.receive("view-mine", "a", "third"));
        assertThat(data.resolve("topics/a.jsonl")).content(UTF_8).contains("\"first\"}\n", "\"third\"}\n");
        assertThat(data.resolve("topics/a%2Ejsonl/b.jsonl")).content(UTF_8).contains("\"second\"");
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    @Test
    void aViewIsAddedByPropertiesOnly() throws Exception {
        campus.view("humidity", "EDIFICIO_1/+/+/+/HUM", "mock:humidity");
        start();
        assertThat(routeIds()).containsExactlyInAnyOrder("view-building", "view-temperature", "view-vibration",
                "view-room", "view-humidity");
        assertHandled(campus.receive("view-humidity", "EDIFICIO_1/P_1/N/1/HUM", "40"));
        assertThat(bodies(campus.mock("humidity"))).singleElement().asString().contains("\"payload\":40}");
    }

    @Test
    void onlyKafkaGetsTheTopicAsKey() throws Exception {
        campus.bind("kafka", new MockComponent()).view("stream", "EDIFICIO_1/#", "kafka:readings", "mock:next");
        start();
        assertHandled(campus.receive("view-stream", TOPIC, "21.5"));
        MockEndpoint kafka = campus.context().getEndpoint("kafka:readings", MockEndpoint.class);
        assertThat(kafka.getReceivedExchanges()).singleElement()
                .satisfies(record -> assertThat(record.getMessage().getHeader("kafka.KEY")).isEqualTo(TOPIC));
        assertThat(campus.mock("next").getReceivedExchanges()).singleElement()
                .satisfies(next -> assertThat(next.getMessage().getHeaders()).doesNotContainKey("kafka.KEY"));
        assertThat(bodies(campus.mock("next"))).isEqualTo(bodies(kafka));
    }

    @ParameterizedTest
    @CsvSource({"view-building,EDIFICIO_1/#", "view-temperature,EDIFICIO_1/+/+/+/TEMP",
        "view-vibration,EDIFICIO_1/P_2/O/+/VIBR", "view-room,EDIFICIO_1/P_7/S/4/+"})
    void aViewSubscribesToItsFilterInADurableSessionOfItsOwn(String view, String filter) throws Exception {
        campus.build(new ErrorHandling(), new ViewRoutes());
        assertThat(campus.context().getRoute(view).getEndpoint()).isSameAs(campus.mqtt(filter));
        RouteFixture.assertLogin(campus.mqtt(filter), "edificio", "building-secret");
        PahoMqtt5Configuration session = campus.mqtt(filter).getConfiguration();
        assertThat(session.getQos()).isEqualTo(1);
        assertThat(session.getClientId()).isEqualTo("test-" + view);
        assertThat(session.isCleanStart()).isFalse();
        assertThat(session.getSessionExpiryInterval()).isEqualTo(3600);
        assertThat(session.isManualAcksEnabled()).isTrue();
    }

    @Test
    void theQosOfAViewIsAProperty() throws Exception {
        campus.set("campus.view.room.qos", "0").build(new ErrorHandling(), new ViewRoutes());
        assertThat(campus.mqtt("EDIFICIO_1/P_7/S/4/+").getConfiguration().getQos()).isZero();
    }

    @Test
    void aViewIsOffAloneOrWithAllOthers() throws Exception {
        campus.set("campus.view.room.enabled", "false").build(new ErrorHandling(), new ViewRoutes());
        assertThat(routeIds()).containsExactlyInAnyOrder("view-building", "view-temperature", "view-vibration");
        campus.close();
        campus = RouteFixture.in(data).set("campus.views.enabled", "false")
                .build(new ErrorHandling(), new ViewRoutes());
        assertThat(routeIds()).isEmpty();
    }

    @Test
    void aViewWithACleanSessionLeavesNothingInTheBroker() throws Exception {
        campus.set("campus.view.room.session", "clean").build(new ErrorHandling(), new ViewRoutes());
        PahoMqtt5Configuration session = campus.mqtt("EDIFICIO_1/P_7/S/4/+").getConfiguration();
        assertThat(session.isCleanStart()).isTrue();
        assertThat(session.getSessionExpiryInterval()).isZero();
        assertThat(session.isManualAcksEnabled()).isTrue();
        assertThat(session.getClientId()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"'',true,", "durable,false,test-view-room"})
    void aSharedViewKeepsNoSessionUnlessItIsToldTo(String value, boolean clean, String clientId) throws Exception {
        campus.set("campus.view.room.share", "monitor").set("campus.view.room.session", value)
                .build(new ErrorHandling(), new ViewRoutes());
        PahoMqtt5Configuration session = campus.mqtt("$share/monitor/EDIFICIO_1/P_7/S/4/+").getConfiguration();
        assertThat(session.isCleanStart()).isEqualTo(clean);
        assertThat(session.isManualAcksEnabled()).isTrue();
        assertThat(session.getClientId()).isEqualTo(clientId);
    }

    @Test
    void aViewMayHaveMoreSinksAndAnyCharacterInThem() throws Exception {
        campus.view("humidity", "EDIFICIO_1/+/+/+/HUM", "mock:one,two", "mock:second", "mock:third", "mock:fourth");
        start();
        assertHandled(campus.receive("view-humidity", "EDIFICIO_1/P_1/N/1/HUM", "40"));
        String line = bodies(campus.mock("one,two")).get(0);
        assertThat(line).contains("\"payload\":40}");
        for (String sink : List.of("second", "third", "fourth")) {
            assertThat(bodies(campus.mock(sink))).as(sink).containsExactly(line);
        }
    }

    @Test
    void aBadPropertyOfAViewIsNamed() {
        campus.set("campus.view.room.qos", "3");
        assertThatThrownBy(this::start).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("campus.view.room.qos=3 cannot be used: accepted is 0, 1 or 2");
    }

    private void start() throws Exception {
        campus.start(new ErrorHandling(), new ViewRoutes());
    }

    private void startWithMock() throws Exception {
        campus.set("campus.view.temperature.to", "mock:temperature");
        start();
    }

    private void startWithFilePerTopic() throws Exception {
        campus.withoutShippedViews().view("mine", "#",
                "file:{{campus.data-dir}}/topics?fileName=${variable.topicPath}.jsonl&fileExist=Append");
        start();
    }

    private List<String> routeIds() {
        return campus.context().getRoutes().stream().map(Route::getRouteId).toList();
    }

    private ObjectNode line() throws IOException {
        assertThat(campus.mock("temperature").getReceivedCounter()).isEqualTo(1);
        return (ObjectNode) Json.MAPPER.readTree(bodies(campus.mock("temperature")).get(0));
    }
}
