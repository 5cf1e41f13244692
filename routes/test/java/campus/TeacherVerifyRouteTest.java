package campus;

import static campus.RouteFixture.assertHandled;
import static campus.RouteFixture.bodies;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a solution on DST/SOLUCION to the results and a mail. */
class TeacherVerifyRouteTest extends TeacherRouteTestBase {

    @Test
    void aSolutionIsCertifiedAsReceivedAndConfirmedByMail() throws Exception {
        start();
        String solution = code() + "; Peter Lim ; pelim@teleco.upv.es ";
        assertHandled(solution(solution));
        campus.mock("mail").setExpectedMessageCount(1);
        campus.mock("mail").assertIsSatisfied();
        assertThat(folder.resolve("ok.txt")).content(UTF_8).isEqualTo(solution + "\n");

        assertThat(campus.mock("mail").getReceivedExchanges()).hasSize(1);
        Message mail = campus.mock("mail").getReceivedExchanges().get(0).getMessage();
        assertThat(mail.getHeader(Exchange.FILE_NAME, String.class))
                .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}(\\.[0-9]{3})?Z-" + solution.substring(0, 5)
                        + "-[0-9]+\\.eml");
        assertThat(mail.getHeaders()).containsOnlyKeys(Exchange.FILE_NAME);
        assertThat(mail.getBody(String.class)).contains("To: pelim@teleco.upv.es\r\n", "From: campus@localhost\r\n");
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    /** The consumer acknowledges when an exchange is complete. */
    @Test
    void ofManySolutionsAtOnceEachIsAcknowledged() throws Exception {
        start();
        AtomicInteger completed = new AtomicInteger();
        String code = code();
        for (int i = 0; i < 50; i++) {
            campus.template().send("direct:teacher-verify", exchange -> {
                exchange.getIn().setBody((code + REST).getBytes(UTF_8));
                exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                    @Override
                    public void onComplete(Exchange done) {
                        completed.incrementAndGet();
                    }
                });
            });
        }
        await().until(() -> completed.get() == 50);
    }

    @Test
    void theSameSolutionAgainChangesNothingAndAnotherWithTheCodeIsRefused() throws Exception {
        start();
        String solution = code() + REST;
        assertHandled(solution(solution));
        assertHandled(solution(solution));
        assertHandled(solution(solution.replace("Peter", "Eve")));
        String last = code() + REST;
        assertHandled(solution(last));
        awaitResults(solution, last);
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
        await().until(() -> ledger("SELECT times FROM refusal WHERE what = ? AND reason = 'ALREADY_USED'", "solution")
                .equals(List.of("1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s;Peter Lim", " %s;Peter Lim;a@b.es", "%s;;a@b.es", "%s;Peter\nLim;a@b.es",
        "00000;Peter;a@b.es", ""})
    void aBadSolutionIsRefusedAndUsesNothingUp(String form) throws Exception {
        start();
        String code = code();
        assertHandled(solution(form.formatted(code)));
        assertThat(folder.resolve("ok.txt")).doesNotExist();
        assertThat(campus.mock("mail").getReceivedCounter()).isZero();
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
        assertHandled(solution(code + REST));
        awaitResults(code + REST);
    }

    @Test
    void aRetainedSolutionIsRefusedAndUsesNothingUp() throws Exception {
        start();
        String solution = code() + REST;
        assertHandled(campus.receiveRetained("teacher-verify", "DST/SOLUCION", solution));
        assertThat(folder.resolve("ok.txt")).doesNotExist();
        assertHandled(solution(solution));
        awaitResults(solution);
    }

    @Test
    void aSolutionWithoutAMailAddressIsCertifiedWithoutMail() throws Exception {
        start();
        String solution = code() + ";Peter Lim;none";
        assertHandled(solution(solution));
        awaitResults(solution);
        assertThat(campus.mock("mail").getReceivedCounter()).isZero();
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }
}
