package campus;

import static campus.RouteFixture.assertHandled;
import static campus.RouteFixture.bodies;
import static campus.RouteFixture.failing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers on the Response Topic of a request or a solution (MQTT 5 section 4.10). */
class TeacherAnswerRouteTest extends TeacherRouteTestBase {

    @Timeout(20)
    @Test
    void aRequestThatWaitsHoldsUpNoOther() throws Exception {
        start();
        CountDownLatch goOn = new CountDownLatch(1);
        campus.published(RESPONSE_TOPIC).whenAnyExchangeReceived(exchange -> goOn.await());
        Exchange slow = campus.context().getEndpoint("direct:teacher-issue").createExchange();
        asking(DNI, RESPONSE_TOPIC).process(slow);
        CompletableFuture<Exchange> handled = new CompletableFuture<>();
        // The consumer does this, and takes the next message when it returns.
        try (AsyncProducer consumer = slow.getFromEndpoint().createAsyncProducer()) {
            consumer.start();
            consumer.process(slow, doneSync -> handled.complete(slow));
        }
        assertHandled(request(DNI));
        assertThat(handled).isNotDone();
        goOn.countDown();
        assertHandled(handled.get());
    }

    @Test
    void anAnswerThatCannotBePublishedChangesNothing() throws Exception {
        start();
        campus.published(RESPONSE_TOPIC).whenAnyExchangeReceived(failing("not authorized"));
        assertHandled(asked("teacher-issue", DNI));
        assertHandled(asked("teacher-issue", "99999999"));
        String solution = onlyOpenCode() + REST;
        assertHandled(asked("teacher-verify", solution));
        assertHandled(asked("teacher-verify", solution.replace("Peter", "Eve")));
        awaitResults(solution);
        assertThat(campus.published(RESPONSE_TOPIC).getReceivedExchanges()).extracting(exchange ->
                exchange.getMessage().getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, String.class))
                .hasSize(4).containsOnly(RESPONSE_TOPIC);
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isZero();
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    /** In a string argument of a bean Camel reads the first as no value, and removes the quotes of the others. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "'DST/RESPUESTA/me/1'", "\"DST/RESPUESTA/me/1\"", "${exchangeId}"})
    void aResponseTopicIsWhatItIs(String responseTopic) throws Exception {
        start();
        for (String route : List.of("teacher-issue", "teacher-verify")) {
            assertHandled(campus.template().send("direct:" + route, asking(DNI, responseTopic)));
        }
        assertNothingWasIssued();
        assertThat(campus.published(RESPONSE_TOPIC).getReceivedCounter()).isZero();
        await().until(() -> ledger("SELECT what FROM refusal WHERE reason = ? ORDER BY what", "RESPONSE_TOPIC")
                .equals(List.of("request", "solution")));
    }

    @Test
    void aRequestWithAResponseTopicIsAnsweredThereAndNowhereElse() throws Exception {
        start();
        assertHandled(asked("teacher-issue", DNI));
        assertHandled(asked("teacher-issue", "99999999"));
        assertThat(bodies(campus.published(RESPONSE_TOPIC))).containsExactly(onlyOpenCode(), "not enrolled");
        assertThat(campus.published("DST/CODIGO").getReceivedCounter()).isZero();
    }

    @Test
    void aSolutionWithAResponseTopicIsAnsweredThere() throws Exception {
        start();
        String solution = code() + REST;
        assertHandled(asked("teacher-verify", solution));
        assertHandled(asked("teacher-verify", solution.replace("Peter", "Eve")));
        assertThat(bodies(campus.published(RESPONSE_TOPIC))).containsExactly("accepted", "already used");
    }

    @Test
    void aSolutionWithoutAResponseTopicIsNotAnswered() throws Exception {
        start();
        String solution = code() + REST;
        assertHandled(solution(solution));
        assertHandled(solution(solution.replace("Peter", "Eve")));
        assertThat(bodies(campus.publisher("DST/CODIGO"))).containsExactly(solution.substring(0, 5));
    }
}
