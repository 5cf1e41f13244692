package campus.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.options.ExitCode;
import campus.cli.options.LineReader;
import campus.cli.options.Publisher;
import campus.sink.MessageLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayTest {

    private static final Instant BEGIN = Instant.parse("2026-11-21T22:00:00.123Z");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Exchange> published = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private int failAt = -1;
    private int code;

    @AfterEach
    void close() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource({"1,400", "2,200", "0.5,800", "0,0"})
    void theTimeBetweenMessagesIsDividedByTheSpeed(double speed, long millis) throws Exception {
        // The times count from the begin, not from the first message, which may be late.
        long begin = System.nanoTime();
        run(speed, "", line(0) + line(100) + line(400));
        long second = Duration.ofNanos(times.get(1) - begin).toMillis();
        long third = Duration.ofNanos(times.get(2) - begin).toMillis();
        assertThat(second).isGreaterThanOrEqualTo(millis / 4 - 5);
        assertThat(third).isBetween(millis - 5, millis + 2000);
    }

    @Test
    void everyLineIsPublishedInOrderWithWhatItHad() throws Exception {
        run(0, "copia/", IntStream.range(0, 100).mapToObj(ReplayTest::line)
                .collect(Collectors.joining()));
        assertThat(published).extracting(exchange -> new String(exchange.getMessage().getBody(byte[].class), UTF_8))
                .isEqualTo(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
        assertThat(published).allSatisfy(exchange -> assertThat(exchange.getMessage().getHeaders())
                .containsEntry(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, "copia/salon/luz")
                .containsEntry(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, 2)
                .containsEntry(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, true));
        assertThat(complaints).isEmpty();
        assertThat(code).isEqualTo(ExitCode.OK);
    }

    @Test
    void aBadLineIsNamedAndSkipped() throws Exception {
        run(0, "", line(0) + "\n" + "nonsense\n" + line(1) + line(2).substring(0, 40));
        assertThat(published).hasSize(2);
        assertThat(complaints).containsExactly("line 3 skipped: it is not one whole JSON object",
                "line 5 skipped: it is not one whole JSON object", "2 of 5 lines skipped");
        assertThat(code).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void onlyTheFirstTenBadLinesAreNamed() throws Exception {
        run(0, "", "{\"time\":\"nope\"}\n".repeat(3000));
        assertThat(complaints).hasSize(11).endsWith("line 10 skipped: its time 'nope' is not a time such as"
                + " 2026-11-21T22:00:00.123Z", "3000 of 3000 lines skipped");
    }

    @Test
    void linesThatGoBackInTimeDoNotWait() throws Exception {
        run(1, "", line(100_000) + line(0) + line(100_000));
        assertThat(published).hasSize(3);
    }

    @Test
    void aFailureIsToldAndTheNextLinesArePublished() throws Exception {
        failAt = 3;
        run(0, "", line(0) + line(1) + "\n" + line(2) + line(3) + line(4));
        assertThat(published).hasSize(5);
        assertThat(complaints).containsExactly("line 4: refused");
        assertThat(code).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void stoppedItWaitsNoLonger() throws Exception {
        Publisher publisher = publisher();
        publisher.stop();
        new Replay(publisher, 1, "", complaints::add).run(lines(line(0) + line(3_600_000)));
        assertThat(published).isEmpty();
    }

    private void run(double speed, String prefix, String text) throws Exception {
        code = new Replay(publisher(), speed, prefix, complaints::add).run(lines(text));
    }

    private Publisher publisher() throws Exception {
        return new Publisher(producer(), () -> { }, () -> true, complaints::add);
    }

    private static LineReader lines(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static String line(int millis) {
        return new MessageLine(BEGIN.plusMillis(millis), "salon/luz", 2, true, Integer.toString(millis).getBytes(UTF_8))
                .format(Map.of());
    }

    private AsyncProducer producer() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:publish").process(exchange -> publish(exchange));
            }
        });
        context.start();
        AsyncProducer producer = context.getEndpoint("direct:publish").createAsyncProducer();
        producer.start();
        return producer;
    }

    private void publish(Exchange exchange) throws IOException {
        published.add(exchange);
        times.add(System.nanoTime());
        if (published.size() == failAt) {
            throw new IOException("refused");
        }
    }
}
