package campus;

import static campus.RouteFixture.assertHandled;
import static campus.RouteFixture.bodies;
import static campus.RouteFixture.failing;
import static campus.RouteFixture.files;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.base.Json;
import campus.testkit.LogLines;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The failures that {@link ErrorHandling} handles for a view whose sink fails. */
class ErrorHandlingRouteTest {

    private static final int SHIPPED_RETRIES = 3;
    private static final List<String> SINKS = List.of("sink", "second", "third");

    @TempDir
    private Path folder;
    private RouteFixture campus;

    @BeforeEach
    void prepare() throws IOException {
        campus = RouteFixture.in(folder).withoutShippedViews().view("mine", "salon/#", "mock:sink");
    }

    @AfterEach
    void close() throws IOException {
        campus.close();
    }

    @Test
    void aSinkThatFailsGetsEachRetryAndThenTheMessageIsADeadLetter() throws Exception {
        start();
        campus.mock("sink").whenAnyExchangeReceived(failing("disk full"));
        campus.mock("sink").expectedMessageCount(1 + SHIPPED_RETRIES);
        campus.mock("dead-letter").expectedMessageCount(1);

        Exchange exchange = campus.receiveRetained("view-mine", "salon/luz", "{\"on\": true}");

        assertHandled(exchange);
        MockEndpoint.assertIsSatisfied(campus.mock("sink"), campus.mock("dead-letter"));
    }

    @Test
    void aDeadLetterTellsRouteErrorTopicAndPayload() throws Exception {
        start();
        campus.mock("sink").whenAnyExchangeReceived(failing("disk full"));
        Instant before = Instant.now().minusMillis(1);
        campus.receiveRetained("view-mine", "salon/luz", "{\"on\": true}");
        campus.receive("view-mine", "salon/tele", new byte[] {(byte) 0xff});

        ObjectNode first = deadLetter(0);
        assertThat(Instant.parse(first.remove("time").asText())).isBetween(before, Instant.now());
        assertThat(first).isEqualTo(Json.MAPPER.readTree("""
                {"topic":"salon/luz","qos":1,"retained":true,"payload":{"on":true},"sink":"mock://sink",
                "route":"view-mine","error":"java.io.IOException: disk full"}"""));
        ObjectNode second = deadLetter(1);
        assertThat(second.remove("time")).isNotNull();
        assertThat(second).isEqualTo(Json.MAPPER.readTree("""
                {"topic":"salon/tele","qos":1,"retained":false,"payloadBase64":"/w==","sink":"mock://sink",
                "route":"view-mine","error":"java.io.IOException: disk full"}"""));
        assertThat(deadLetters()).hasSize(2).allSatisfy(line -> assertThat(line).matches("\\{.*}\n"));
    }

    @Test
    void theRootCauseIsInTheLogAndInTheDeadLetter() throws Exception {
        start();
        campus.mock("sink").whenAnyExchangeReceived(exchange -> {
            throw new IOException("Cannot store file: a/b", new AccessDeniedException("a/b"));
        });
        LogLines log = new LogLines("view-mine");
        log.start();
        campus.receive("view-mine", "salon/luz", "on");
        log.stop();
        assertThat(log.lines()).containsExactly("ERROR to dead letters: Cannot store file: a/b: permission denied");
        assertThat(deadLetter(0).get("error").asText())
                .isEqualTo("java.io.IOException: Cannot store file: a/b: permission denied");
    }

    @Test
    void aSinkThatRecoversWithTheLastRetryLosesNothing() throws Exception {
        start();
        for (int attempt = 1; attempt <= SHIPPED_RETRIES; attempt++) {
            campus.mock("sink").whenExchangeReceived(attempt, failing("not now"));
        }
        assertHandled(campus.receive("view-mine", "salon/luz", "on"));

        List<String> attempts = bodies(campus.mock("sink"));
        assertThat(attempts).hasSize(1 + SHIPPED_RETRIES).containsOnly(attempts.get(0));
        assertThat(attempts.get(0)).contains("\"topic\":\"salon/luz\"", "\"payload\":\"on\"");
        assertThat(deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sink", "second", "third"})
    void aSinkThatFailsStopsNoOtherAndIsNamed(String failing) throws Exception {
        startWithThreeSinks();
        campus.mock(failing).whenAnyExchangeReceived(failing("disk full"));
        assertHandled(campus.receive("view-mine", "salon/luz", "on"));
        String line = null;
        for (String sink : SINKS) {
            List<String> lines = bodies(campus.mock(sink));
            assertThat(lines).as(sink).hasSize(sink.equals(failing) ? 1 + SHIPPED_RETRIES : 1);
            line = line == null ? lines.get(0) : line;
            assertThat(lines).as(sink).containsOnly(line);
        }
        assertThat(line).endsWith("\"topic\":\"salon/luz\",\"qos\":1,\"retained\":false,\"payload\":\"on\"}\n");
        assertThat(deadLetters()).hasSize(1);
        assertThat(deadLetter(0).get("sink").asText()).isEqualTo("mock://" + failing);
        assertThat(deadLetter(0).get("payload").asText()).isEqualTo("on");
    }

    @Test
    void eachSinkThatFailsHasADeadLetter() throws Exception {
        startWithThreeSinks();
        SINKS.forEach(sink -> campus.mock(sink).whenAnyExchangeReceived(failing("no room in " + sink)));
        assertHandled(campus.receive("view-mine", "salon/luz", "on"));
        assertThat(deadLetters()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(deadLetter(i).get("error").asText()).endsWith("no room in " + SINKS.get(i));
            assertThat(deadLetter(i).get("payload").asText()).isEqualTo("on");
        }
    }

    /** The consumer does not acknowledge an exchange that ends with an exception. */
    @Test
    void aMessageThatNeitherASinkNorTheDeadLettersTakeIsNotHandled() throws Exception {
        startWithThreeSinks();
        campus.mock("sink").whenAnyExchangeReceived(failing("disk full"));
        campus.mock("dead-letter").whenAnyExchangeReceived(failing("disk full, too"));
        assertThat(campus.receive("view-mine", "salon/luz", "on").getException()).isNotNull();
    }

    /** A message waits for the ledger, but not for a sink. */
    @Test
    void aDatabaseThatIsASinkIsGivenUpAsAnyOther() throws Exception {
        start();
        campus.mock("sink").whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException(new SQLException("connection refused"));
        });
        assertHandled(campus.receive("view-mine", "salon/luz", "on"));
        assertThat(campus.mock("sink").getReceivedCounter()).isEqualTo(1 + SHIPPED_RETRIES);
        assertThat(deadLetters()).hasSize(1);
    }

    @Test
    void theNumberOfRetriesIsAProperty() throws Exception {
        campus.set("campus.errors.retries", "0");
        start();
        campus.mock("sink").whenAnyExchangeReceived(failing("disk full"));
        assertHandled(campus.receive("view-mine", "salon/luz", "on"));
        assertThat(campus.mock("sink").getReceivedCounter()).isEqualTo(1);
        assertThat(deadLetters()).hasSize(1);
    }

    @Test
    void eachWaitDoublesTheLast() throws Exception {
        campus.set("campus.errors.retry-delay", "40ms");
        start();
        List<Long> times = new ArrayList<>();
        campus.mock("sink").whenAnyExchangeReceived(exchange -> {
            times.add(System.nanoTime());
            throw new IOException("disk full");
        });
        campus.receive("view-mine", "salon/luz", "on");
        assertThat(times).hasSize(1 + SHIPPED_RETRIES);
        for (int i = 0; i < SHIPPED_RETRIES; i++) {
            assertThat(Duration.ofNanos(times.get(i + 1) - times.get(i))).as("wait " + i)
                    .isGreaterThanOrEqualTo(Duration.ofMillis((40L << i) - 1));
        }
    }

    @Test
    void aFailedMessageDoesNotBlockTheNext() throws Exception {
        start();
        for (int attempt = 1; attempt <= 1 + SHIPPED_RETRIES; attempt++) {
            campus.mock("sink").whenExchangeReceived(attempt, failing("not now"));
        }
        campus.receive("view-mine", "salon/luz", "first");
        campus.receive("view-mine", "salon/luz", "second");
        assertThat(deadLetters()).hasSize(1).first().asString().contains("\"first\"");
        assertThat(bodies(campus.mock("sink"))).last().asString().contains("\"second\"");
    }

    @Test
    void theShippedDeadLetterSinkIsAFileOfLines() throws Exception {
        campus.asShipped("campus.errors.dead-letter.to");
        start();
        campus.mock("sink").whenAnyExchangeReceived(failing("disk full"));
        assertHandled(campus.receive("view-mine", "salon/luz", "Práctica"));
        assertHandled(campus.receive("view-mine", "salon/luz", "€"));
        assertThat(files(folder.resolve("dead-letter"))).hasSize(1);
        Path file = files(folder.resolve("dead-letter")).get(0);
        assertThat(file.getFileName().toString()).matches("\\d{4}-\\d\\d-\\d\\d\\.jsonl");
        assertThat(file).content(UTF_8).matches("(\\{.*}\n){2}").contains("\"Práctica\"", "\"€\"");
    }

    private void start() throws Exception {
        campus.start(new ErrorHandling(), new ViewRoutes());
    }

    private void startWithThreeSinks() throws Exception {
        campus.view("mine", "salon/#", "mock:sink", "mock:second", "mock:third");
        start();
    }

    private List<String> deadLetters() {
        return bodies(campus.mock("dead-letter"));
    }

    private ObjectNode deadLetter(int index) throws IOException {
        return (ObjectNode) Json.MAPPER.readTree(deadLetters().get(index));
    }
}
