package campus;

import static campus.RouteFixture.assertHandled;
import static campus.RouteFixture.bodies;
import static campus.RouteFixture.failing;
import static campus.RouteFixture.files;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** From the ledger to the results file and the mail sink. */
class TeacherDeliveryRouteTest extends TeacherRouteTestBase {

    @Test
    void theLineIsInTheResultsBeforeTheMailIsSent() throws Exception {
        start();
        List<String> results = new ArrayList<>();
        campus.mock("mail").whenAnyExchangeReceived(
                exchange -> results.addAll(Files.readAllLines(folder.resolve("ok.txt"))));
        campus.mock("mail").setExpectedMessageCount(1);
        String solution = code() + REST;
        assertHandled(solution(solution));
        campus.mock("mail").assertIsSatisfied();
        assertThat(results).containsExactly(solution);
    }

    @Test
    void theShippedMailSinkIsAFolder() throws Exception {
        campus.asShipped("campus.teacher.mail.to");
        start();
        String code = code();
        assertHandled(solution(code + REST));
        await().untilAsserted(() -> assertThat(files(folder.resolve("mail"))).singleElement().satisfies(file -> {
            assertThat(file.getFileName().toString()).matches(".*-" + code + "-[0-9]+\\.eml");
            assertThat(file).content(UTF_8).contains("To: pelim@teleco.upv.es");
        }));
    }

    @Test
    void mailsThatAreLeftWhenTheProgramStopsAreSentAtTheNextStart() throws Exception {
        // While this folder is in the place of the file, no mail is due; then all are.
        Files.createDirectories(folder.resolve("ok.txt"));
        start();
        AtomicInteger sent = new AtomicInteger();
        campus.mock("mail").whenAnyExchangeReceived(exchange -> {
            sent.incrementAndGet();
            await().until(() -> exchange.getContext().isStopping());
        });
        String[] solutions = new String[3];
        for (int i = 0; i < solutions.length; i++) {
            solutions[i] = code() + REST;
            assertHandled(solution(solutions[i]));
        }
        Files.delete(folder.resolve("ok.txt"));
        await().until(() -> sent.get() == 1);
        awaitResults(solutions);
        campus.close();
        int before = sent.get();

        campus = RouteFixture.in(folder);
        start();
        await().until(() -> campus.mock("mail").getReceivedCounter() == solutions.length - before);
        assertThat(before).isLessThan(solutions.length);
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    @Test
    void resultsThatCannotBeWrittenAreWrittenLaterAndTheSolutionCountsAllTheSame() throws Exception {
        Files.createDirectories(folder.resolve("ok.txt"));
        start();
        String first = code() + REST;
        assertHandled(solution(first));
        awaitDelivery("result", "done_at IS NULL");
        assertThat(campus.mock("mail").getReceivedCounter()).isZero();

        Files.delete(folder.resolve("ok.txt"));
        String second = code() + REST;
        assertHandled(solution(second));
        awaitResults(first, second);
        await().until(() -> campus.mock("mail").getReceivedCounter() == 2);
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    @Test
    void aMailThatCannotBeSentIsTriedAgainAndTheResultStandsOnce() throws Exception {
        campus.set("campus.teacher.mail.retries", "3").set("campus.teacher.mail.retry-delay", "1ms");
        start();
        campus.mock("mail").whenAnyExchangeReceived(failing("no mail server"));
        String solution = code() + REST;
        assertHandled(solution(solution));
        awaitDelivery("mail", "failed_at IS NOT NULL");
        assertThat(campus.mock("mail").getReceivedCounter()).isEqualTo(4);
        awaitResults(solution);
        assertThat(bodies(campus.mock("dead-letter"))).isEmpty();
    }

    @Test
    void aMailThatIsSentTheSecondTimeIsTheSameMail() throws Exception {
        campus.set("campus.teacher.mail.retry-delay", "1ms");
        start();
        campus.mock("mail").whenExchangeReceived(1, failing("no mail server"));
        assertHandled(solution(code() + REST));
        awaitDelivery("mail", "done_at IS NOT NULL");
        assertThat(bodies(campus.mock("mail"))).hasSize(2).containsOnly(bodies(campus.mock("mail")).get(0));
        assertThat(campus.mock("mail").getReceivedExchanges()).extracting(
                exchange -> exchange.getMessage().getHeader(Exchange.FILE_NAME)).hasSize(2).containsOnly(
                        campus.mock("mail").getReceivedExchanges().get(0).getMessage().getHeader(Exchange.FILE_NAME));
    }

    @Test
    void aSolutionThatWasAcceptedBeforeAKillIsDeliveredAtTheNextStart() throws Exception {
        Files.createDirectories(folder.resolve("ok.txt"));
        start();
        String solution = code() + REST;
        assertHandled(solution(solution));
        campus.close();
        Files.delete(folder.resolve("ok.txt"));

        campus = RouteFixture.in(folder);
        start();
        awaitResults(solution);
        await().until(() -> campus.mock("mail").getReceivedCounter() == 1);
    }

    /** A mail waits for the ledger, but not for a sink. */
    @Test
    void aDatabaseThatIsTheMailSinkIsGivenUpAsAnyOther() throws Exception {
        campus.set("campus.teacher.mail.retries", "1").set("campus.teacher.mail.retry-delay", "1ms");
        start();
        campus.mock("mail").whenAnyExchangeReceived(exchange -> {
            throw new SQLException("connection refused");
        });
        assertHandled(solution(code() + REST));
        awaitDelivery("mail", "failed_at IS NOT NULL");
        assertThat(campus.mock("mail").getReceivedCounter()).isEqualTo(2);
    }

    /** Waits until the ledger has a delivery of a kind, {@code result} or {@code mail}, in a state. */
    private void awaitDelivery(String kind, String state) {
        await().until(() -> !ledger("SELECT id FROM delivery WHERE kind = ? AND " + state, kind).isEmpty());
    }
}
