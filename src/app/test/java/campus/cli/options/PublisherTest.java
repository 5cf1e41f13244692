package campus.cli.options;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.link.LinkException;
import campus.link.wire.ConnectFailure;
import campus.link.wire.ConnectFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PublisherTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<String> complaints = new ArrayList<>();
    private boolean ended;
    private final List<Runnable> waiting = new ArrayList<>();

    @AfterEach
    void close() {
        context.stop();
    }

    @Test
    void doesNotWaitForOneBeforeTheNext() throws Exception {
        Publisher publisher = publisher(number -> null);
        publish(publisher, 5);
        assertThat(waiting).hasSize(5);
        waiting.forEach(Runnable::run);
        assertThat(publisher.await()).isEqualTo(ExitCode.OK);
        assertThat(complaints).isEmpty();
    }

    @Test
    void aRefusedLineDoesNotStopTheOthers() throws Exception {
        Publisher publisher = publisher(number -> number == 2 ? failure(Kind.REFUSED, "no")
                : number == 3 ? new IllegalStateException("wrapped", new Exception("why")) : null);
        publish(publisher, 4);
        waiting.forEach(Runnable::run);
        assertThat(publisher.goesOn()).isTrue();
        assertThat(ended).isFalse();
        assertThat(publisher.await()).isEqualTo(ExitCode.REFUSED_BY_BROKER);
        assertThat(complaints).containsExactly("line 2: not published to x: no", "line 3: why");
    }

    @Test
    void afterTenFailuresOnlyTheirNumberIsTold() throws Exception {
        Publisher publisher = publisher(number -> new IllegalArgumentException("no"));
        publish(publisher, 1000);
        waiting.forEach(Runnable::run);
        assertThat(publisher.await()).isEqualTo(ExitCode.FAILED);
        assertThat(complaints).hasSize(11).startsWith("line 1: no").endsWith("990 more lines were not published");
    }

    @Test
    void aLineThatFailsForTheNetworkDoesNotStopTheOthers() throws Exception {
        Publisher publisher = publisher(number -> failure(Kind.TRANSIENT, "lost"));
        publish(publisher, 1);
        waiting.forEach(Runnable::run);
        assertThat(publisher.goesOn()).isTrue();
        assertThat(publisher.await()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aStopEndsTheInputAndTellsWhatIsNotAcknowledged() throws Exception {
        Publisher publisher = publisher(number -> null);
        publish(publisher, 2);
        publisher.stop();
        publish(publisher, 1);
        assertThat(ended).isTrue();
        assertThat(waiting).hasSize(2);
        assertThat(publisher.await()).isEqualTo(ExitCode.FAILED);
        assertThat(complaints).containsExactly("2 lines were not acknowledged");
        waiting.forEach(Runnable::run);
    }

    @Test
    void theEndOfTheConnectionIsNotToldForEachLine() throws Exception {
        LinkException end = failure(Kind.REFUSED, "gone");
        Publisher publisher = publisher(number -> number == 1 ? failure(Kind.REFUSED, "no") : end);
        publish(publisher, 3);
        publisher.end(end);
        waiting.forEach(Runnable::run);
        assertThat(publisher.goesOn()).isFalse();
        assertThat(publisher.await()).isEqualTo(ExitCode.REFUSED_BY_BROKER);
        assertThat(complaints).containsExactly("line 1: not published to x: no");
    }

    private static LinkException failure(Kind kind, String text) {
        return new LinkException("not published to x: ", new ConnectFailure(kind, text), null);
    }

    private void publish(Publisher publisher, int lines) {
        for (int i = 1; i <= lines; i++) {
            publisher.publish(i, ("" + i).getBytes(UTF_8), Map.of());
        }
    }

    /** Each message is done when the test says so, with the failure of its number. */
    private Publisher publisher(IntFunction<Exception> failure) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:publish").process(new Broker(failure));
            }
        });
        context.start();
        AsyncProducer producer = context.getEndpoint("direct:publish").createAsyncProducer();
        producer.start();
        return new Publisher(producer, () -> ended = true, () -> true, complaints::add);
    }

    private final class Broker implements AsyncProcessor {

        private final IntFunction<Exception> failure;

        Broker(IntFunction<Exception> failure) {
            this.failure = failure;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            waiting.add(() -> {
                exchange.setException(failure.apply(Integer.parseInt(exchange.getMessage().getBody(String.class))));
                callback.done(false);
            });
            return false;
        }

        @Override
        public CompletableFuture<Exchange> processAsync(Exchange exchange) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void process(Exchange exchange) {
            throw new UnsupportedOperationException();
        }
    }
}
