package campus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.exchange.Dni;
import campus.exchange.NoCodeException;
import campus.exchange.Student;
import campus.support.RouteFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Route;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudentRouteTest {

    private static final String SOLUTION = "47110;Peter Lim;pelim@teleco.upv.es";

    @TempDir
    private Path folder;
    private RouteFixture campus;

    @AfterEach
    void close() throws IOException {
        campus.close();
    }

    @Test
    void asksWaitsForTheCodeAndAnswersWithIt() throws Exception {
        start(Duration.ofSeconds(20));
        MockEndpoint petitions = campus.published("DST/PETICION");
        MockEndpoint solutions = campus.published("DST/SOLUCION");
        petitions.expectedBodiesReceived("12345678");
        solutions.expectedBodiesReceived(SOLUTION);

        CompletableFuture<String> delivered =
                campus.template().asyncRequestBody("direct:student", null, String.class);
        petitions.assertIsSatisfied();
        assertThat(delivered).isNotDone();
        assertThat(solutions.getReceivedCounter()).isZero();

        campus.receive("student-code", "DST/CODIGO", "47110");
        solutions.assertIsSatisfied();
        assertThat(delivered.get(20, TimeUnit.SECONDS)).isEqualTo(SOLUTION);
        petitions.assertIsSatisfied();
    }

    @Test
    void aCodeThatComesWhileThePetitionIsBeingPublishedCounts() throws Exception {
        start(Duration.ofSeconds(20));
        campus.published("DST/PETICION").whenAnyExchangeReceived(
                exchange -> campus.receive("student-code", "DST/CODIGO", "47110"));
        assertThat(campus.template().requestBody("direct:student", null, String.class)).isEqualTo(SOLUTION);
        assertThat(RouteFixture.bodies(campus.published("DST/SOLUCION"))).containsExactly(SOLUTION);
    }

    @Test
    void aRetainedCodeIsSomebodyElses() throws Exception {
        start(Duration.ofSeconds(20));
        campus.published("DST/PETICION").whenAnyExchangeReceived(exchange -> {
            campus.receiveRetained("student-code", "DST/CODIGO", "11111");
            campus.receive("student-code", "DST/CODIGO", "47110");
        });
        campus.template().requestBody("direct:student", (Object) null);
        assertThat(RouteFixture.bodies(campus.published("DST/SOLUCION"))).containsExactly(SOLUTION);
    }

    @Test
    void withoutACodeTheCallerIsToldAndNothingIsAnswered() throws Exception {
        start(Duration.ofMillis(50));
        assertThatThrownBy(() -> campus.template().requestBody("direct:student", (Object) null))
                .isInstanceOf(CamelExecutionException.class)
                .cause().isExactlyInstanceOf(NoCodeException.class).hasMessageContaining("within 50ms");
        assertThat(RouteFixture.bodies(campus.published("DST/PETICION"))).containsExactly("12345678");
        assertThat(campus.published("DST/SOLUCION").getReceivedCounter()).isZero();
    }

    @Test
    void aPetitionThatIsNotPublishedIsToldAtOnce() throws Exception {
        start(Duration.ofSeconds(20));
        campus.published("DST/PETICION").whenAnyExchangeReceived(RouteFixture.failing("refused"));
        assertThatThrownBy(() -> campus.template().requestBody("direct:student", (Object) null))
                .cause().isInstanceOf(IOException.class).hasMessage("refused");
        assertThat(campus.published("DST/PETICION").getReceivedCounter()).isEqualTo(1);
        assertThat(campus.published("DST/SOLUCION").getReceivedCounter()).isZero();
    }

    @Test
    void theSubscriptionStartsBeforeTheRequest() throws Exception {
        start(Duration.ofSeconds(1));
        List<String> started = campus.context().getCamelContextExtension().getRouteStartupOrder().stream()
                .map(startup -> startup.getRoute()).map(Route::getRouteId).toList();
        assertThat(started).containsExactly("student-code", "student-request");
    }

    @Test
    void allThreeTopicsAreUsedAsTheStudentWithQos1() throws Exception {
        campus = withStudent(Duration.ofSeconds(1)).build(new StudentRoutes());
        for (String topic : List.of("DST/PETICION", "DST/CODIGO", "DST/SOLUCION")) {
            RouteFixture.assertLogin(campus.mqtt(topic), "dst", "dst");
            assertThat(campus.mqtt(topic).getConfiguration().getQos()).as(topic).isEqualTo(1);
        }
    }

    private void start(Duration timeout) throws Exception {
        campus = withStudent(timeout).start(new StudentRoutes());
    }

    private RouteFixture withStudent(Duration timeout) throws IOException {
        Student student = new Student(new Dni("12345678"), "Peter Lim", "pelim@teleco.upv.es", timeout);
        return RouteFixture.in(folder).bind("student", student);
    }
}
