package campus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.classroom.Dni;
import campus.classroom.student.NoCodeException;
import campus.classroom.student.RefusedByTeacherException;
import campus.classroom.student.Student;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudentRouteTest {

    private static final String ANSWERS = "DST/RESPUESTA/me/r";
    private static final String SOLUTION = "47110;Peter Lim;pelim@teleco.upv.es";

    @TempDir
    private Path folder;
    private RouteFixture campus;
    private Student student;

    @AfterEach
    void close() throws IOException {
        campus.close();
    }

    @Test
    void asksWaitsForTheCodeAndAnswersWithIt() throws Exception {
        start(Duration.ofSeconds(20));
        MockEndpoint requests = campus.published("DST/PETICION");
        MockEndpoint solutions = campus.published("DST/SOLUCION");
        requests.expectedBodiesReceived("12345678");
        solutions.expectedBodiesReceived(SOLUTION);

        CompletableFuture<String> delivered =
                campus.template().asyncRequestBody("direct:student", null, String.class);
        requests.assertIsSatisfied();
        assertThat(delivered).isNotDone();
        assertThat(solutions.getReceivedCounter()).isZero();

        campus.receive("student-code", "DST/CODIGO", "47110");
        solutions.assertIsSatisfied();
        assertThat(delivered.get(20, TimeUnit.SECONDS)).isEqualTo("delivered: " + SOLUTION);
        requests.assertIsSatisfied();
    }

    @Test
    void aCodeThatComesWhileTheRequestIsBeingPublishedCounts() throws Exception {
        start(Duration.ofSeconds(20));
        campus.published("DST/PETICION").whenAnyExchangeReceived(
                exchange -> campus.receive("student-code", "DST/CODIGO", "47110"));
        assertThat(campus.template().requestBody("direct:student", null, String.class))
                .isEqualTo("delivered: " + SOLUTION);
        assertThat(RouteFixture.bodies(campus.published("DST/SOLUCION"))).containsExactly(SOLUTION);
    }

    @Test
    void aRetainedCodeIsNotThisStudents() throws Exception {
        start(Duration.ofSeconds(20));
        campus.published("DST/PETICION").whenAnyExchangeReceived(exchange -> {
            campus.receiveRetained("student-code", "DST/CODIGO", "11111");
            campus.receive("student-code", "DST/CODIGO", "47110");
        });
        campus.template().requestBody("direct:student", (Object) null);
        assertThat(RouteFixture.bodies(campus.published("DST/SOLUCION"))).containsExactly(SOLUTION);
    }

    @Test
    void withoutACodeTheCallerGetsAnExceptionAndNoSolutionIsPublished() throws Exception {
        start(Duration.ofMillis(50));
        assertThatThrownBy(() -> campus.template().requestBody("direct:student", (Object) null))
                .isInstanceOf(CamelExecutionException.class)
                .cause().isExactlyInstanceOf(NoCodeException.class).hasMessageContaining("within 50ms");
        assertThat(RouteFixture.bodies(campus.published("DST/PETICION"))).containsExactly("12345678");
        assertThat(campus.published("DST/SOLUCION").getReceivedCounter()).isZero();
    }

    @Test
    void aRequestThatIsNotPublishedFailsAtOnce() throws Exception {
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
        assertThat(started).containsExactly("student-code", "student-publish", "student-request");
    }

    @Test
    void eachEndpointIsTheStudentsWithQos1() throws Exception {
        campus = withStudent(Duration.ofSeconds(1)).build(new StudentRoutes());
        List<String> clients = new ArrayList<>();
        for (String topic : List.of("DST/RESPUESTA/me/#", "DST/PETICION", "DST/CODIGO")) {
            RouteFixture.assertLogin(campus.mqtt(topic), "dst", "dst");
            assertThat(campus.mqtt(topic).getConfiguration().getQos()).as(topic).isEqualTo(1);
            clients.add(campus.mqtt(topic).getConfiguration().getClientId());
        }
        assertThat(clients).as("without links, connections with one identifier would end each other")
                .containsExactly("me", null, null);
    }

    @Test
    void withLinksTheEndpointsShareOneConnection() throws Exception {
        campus = withStudent(Duration.ofSeconds(1)).set("student.shared-client-id", "me")
                .build(new StudentRoutes());

        assertThat(List.of("DST/RESPUESTA/me/#", "DST/PETICION", "DST/CODIGO"))
                .extracting(topic -> campus.mqtt(topic).getConfiguration().getClientId()).containsOnly("me");
    }

    @Test
    void anExchangeByTheSheetHasNothingOfMqtt5() throws Exception {
        start(Duration.ofSeconds(20));
        answerWith("47110");
        campus.template().requestBody("direct:student", (Object) null);
        for (String topic : List.of("DST/PETICION", "DST/SOLUCION")) {
            assertThat(properties(topic, 0).getResponseTopic()).as(topic).isNull();
            assertThat(properties(topic, 0).getCorrelationData()).as(topic).isNull();
        }
    }

    @Test
    void requestAndSolutionHaveAResponseTopicAndTheAnswersAreHeard() throws Exception {
        startWithAnswers();
        campus.published("DST/PETICION").whenAnyExchangeReceived(request -> {
            campus.receive("student-code", "DST/CODIGO", "11111");
            answer(request, "47110", "code", null);
        });
        campus.published("DST/SOLUCION").whenAnyExchangeReceived(
                solution -> answer(solution, "accepted", "accepted", null));

        assertThat(campus.template().requestBody("direct:student", null, String.class))
                .isEqualTo("accepted: " + SOLUTION);
        assertThat(RouteFixture.bodies(campus.published("DST/SOLUCION"))).containsExactly(SOLUTION);
        for (String topic : List.of("DST/PETICION", "DST/SOLUCION")) {
            assertThat(properties(topic, 0).getResponseTopic()).as(topic).isEqualTo(ANSWERS);
        }
        assertThat(properties("DST/PETICION", 0).getCorrelationData())
                .isNotEqualTo(properties("DST/SOLUCION", 0).getCorrelationData());
    }

    @Test
    void aRefusedRequestIsTheEnd() throws Exception {
        startWithAnswers();
        campus.published("DST/PETICION").whenAnyExchangeReceived(
                request -> answer(request, "not enrolled", "not enrolled", "the DNI is not on the roster"));
        assertThatThrownBy(() -> campus.template().requestBody("direct:student", (Object) null))
                .cause().isExactlyInstanceOf(RefusedByTeacherException.class)
                .hasMessageEndingWith("refused the request of *****678: not enrolled (the DNI is not on the roster)");
        assertThat(campus.published("DST/SOLUCION").getReceivedCounter()).isZero();
    }

    @Test
    void aCodeThatIsTakenIsReplacedByAnother() throws Exception {
        startWithAnswers();
        campus.published("DST/PETICION").whenExchangeReceived(1, request -> answer(request, "11111", "code", null));
        campus.published("DST/PETICION").whenExchangeReceived(2, request -> answer(request, "47110", "code", null));
        campus.published("DST/SOLUCION").whenExchangeReceived(1,
                solution -> answer(solution, "already used", "already used", "another student was faster"));
        campus.published("DST/SOLUCION").whenExchangeReceived(2,
                solution -> answer(solution, "accepted", "accepted", null));
        assertThat(campus.template().requestBody("direct:student", null, String.class))
                .isEqualTo("accepted: " + SOLUTION);
        assertThat(RouteFixture.bodies(campus.published("DST/SOLUCION")))
                .containsExactly("11111;Peter Lim;pelim@teleco.upv.es", SOLUTION);
    }

    private void startWithAnswers() throws Exception {
        start(Duration.ofSeconds(20));
        campus.context().getRouteController().startRoute("student-answer");
        student.hearsAnswersOn(ANSWERS, Duration.ofSeconds(20));
    }

    private void answerWith(String code) {
        campus.published("DST/PETICION").whenAnyExchangeReceived(
                exchange -> campus.receive("student-code", "DST/CODIGO", code));
    }

    private MqttProperties properties(String topic, int index) {
        return campus.published(topic).getReceivedExchanges().get(index).getMessage()
                .getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class);
    }

    /** Answers as the teacher does: on the response topic, with the correlation data of the request. */
    private void answer(Exchange request, String text, String verdict, String reason) {
        MqttProperties asked = request.getMessage()
                .getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class);
        MqttProperties properties = new MqttProperties();
        properties.setCorrelationData(asked.getCorrelationData());
        List<UserProperty> user = new ArrayList<>(List.of(new UserProperty("verdict", verdict)));
        if (reason != null) {
            user.add(new UserProperty("reason", reason));
        }
        properties.setUserProperties(user);
        MqttMessage message = new MqttMessage(text.getBytes(UTF_8), 1, false, properties);
        campus.receive("student-answer", asked.getResponseTopic(), message);
    }

    private void start(Duration timeout) throws Exception {
        campus = withStudent(timeout).start(new StudentRoutes());
    }

    private RouteFixture withStudent(Duration timeout) throws IOException {
        student = new Student(new Dni("12345678"), "Peter Lim", "pelim@teleco.upv.es", timeout);
        return RouteFixture.in(folder).set("campus.student.client-id", "me").bind("student", student);
    }
}
