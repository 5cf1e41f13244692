package campus.classroom.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.mqtt.Publication;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange with answers on a Response Topic (MQTT 5 section 4.10). */
class StudentAnswerTest extends StudentFixture {

    @Test
    void aPrivateCodeWins() throws Exception {
        student.hearsAnswersOn(TOPIC, LONG);
        byte[] correlation = request();
        publish("11111");
        receiveAnswer("22222", correlation, "code", null);
        publish("33333");
        assertHears("22222");
    }

    @Test
    void answersToOthersAreIgnored() throws Exception {
        student.hearsAnswersOn(TOPIC, LONG);
        byte[] correlation = request();
        receiveAnswer("11111", bytes("another"), "code", null);
        receiveAnswer("22222", null, "code", null);
        receiveAnswer("not enrolled", bytes("another"), "not enrolled", null);
        receiveAnswer("33333", correlation, null, null);
        assertHears("33333");
    }

    @Test
    void withoutAPrivateAnswerAPublicCodeCountsAfterTheGrace() throws Exception {
        student.hearsAnswersOn(TOPIC, Duration.ofMillis(300));
        request();
        publish("11111");
        Instant begin = Instant.now();
        Publication solution = assertHears("11111");
        assertThat(Duration.between(begin, Instant.now())).isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
        assertThat(solution.responseTopic()).contains(TOPIC);
        assertThat(solution.correlationData()).isNotNull();
        student.hearsTheVerdict();
        assertThat(student.outcome()).startsWith("delivered: 11111;");
    }

    @Test
    void withoutAnyAnswerTheNextRequestHasNoResponseTopic() throws Exception {
        student.hearsAnswersOn(TOPIC, SHORT);
        request();
        assertThat(student.hearsItsCode()).isFalse();
        assertThat(student.request().responseTopic()).isEmpty();
        publish("11111");
        assertHears("11111");
    }

    @Test
    void aPrivateAnswerThatIsLateStillWins() throws Exception {
        student.hearsAnswersOn(TOPIC, SHORT);
        byte[] correlation = request();
        assertThat(student.hearsItsCode()).isFalse();
        student.request();
        receiveAnswer("22222", correlation, "code", null);
        assertHears("22222");
    }

    /** Ten other clients have private codes for the DNI of this student. */
    @Test
    void withoutAPrivateCodeTheNextRequestHasNoResponseTopicAndTheVerdictIsHeard() throws Exception {
        student.hearsAnswersOn(TOPIC, LONG);
        receiveAnswer("no private code", request(), "no private code", "ten other clients");
        assertThat(student.hearsItsCode()).isFalse();
        assertThat(student.request().responseTopic()).isEmpty();
        publish("11111");
        Publication solution = assertHears("11111");
        receiveAnswer("accepted", solution.correlationData(), "accepted", null);
        student.hearsTheVerdict();
        assertThat(student.outcome()).startsWith("accepted: 11111;");
    }

    @Test
    void aCertificateWithoutAMailIsTold() throws Exception {
        student.hearsAnswersOn(TOPIC, LONG);
        receiveAnswer("11111", request(), "code", null);
        Publication solution = assertHears("11111");
        receiveAnswer("accepted", solution.correlationData(), "accepted",
                "the solution was accepted and the name is registered; no mail, as 'x\u001b' is no mail address");
        student.hearsTheVerdict();
        assertThat(student.outcome())
                .isEqualTo("accepted: 11111;Peter Lim;pelim@teleco.upv.es (no mail, as 'x?' is no mail address)");
    }

    @ParameterizedTest
    @CsvSource({"not enrolled,the DNI is not on the roster,not enrolled (the DNI is not on the roster)",
        "malformed,,malformed", "too many petitions,'',too many petitions", "no code free,x\u0007y,no code free (x?y)"})
    void aRefusedRequestIsReportedAtOnce(String verdict, String reason, String reported) throws Exception {
        student.hearsAnswersOn(TOPIC, LONG);
        receiveAnswer(verdict, request(), verdict, reason);
        assertThatThrownBy(student::hearsItsCode).isExactlyInstanceOf(RefusedByTeacherException.class)
                .hasMessage("the teacher refused the request of *****678: " + reported);
    }

    @Test
    void anAcceptedSolutionIsReported() throws Exception {
        byte[] correlation = solve("22222");
        publish("22222");
        receiveAnswer("accepted", bytes("another"), "already used", null);
        receiveAnswer("accepted", correlation, "accepted", null);
        student.hearsTheVerdict();
        assertThat(student.asks()).isFalse();
        assertThat(student.outcome()).isEqualTo("accepted: 22222;Peter Lim;pelim@teleco.upv.es");
    }

    @Test
    void withoutAVerdictItIsDelivered() throws Exception {
        student.hearsAnswersOn(TOPIC, SHORT);
        receiveAnswer("22222", request(), "code", null);
        assertHears("22222");
        student.hearsTheVerdict();
        assertThat(student.outcome()).startsWith("delivered: 22222;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"already used", "unknown code", "expired"})
    void aLostCodeIsReplacedOnce(String verdict) throws Exception {
        receiveAnswer(verdict, solve("22222"), verdict, null);
        student.hearsTheVerdict();
        assertThat(student.asks()).isTrue();

        byte[] request = request();
        publish("22222");
        receiveAnswer("33333", request, "code", null);
        Publication solution = assertHears("33333");
        receiveAnswer(verdict, solution.correlationData(), verdict, "the code has been used before");
        assertThatThrownBy(student::hearsTheVerdict).isExactlyInstanceOf(RefusedByTeacherException.class)
                .hasMessage("the teacher refused the solution: " + verdict + " (the code has been used before)");
    }

    @Test
    void aMalformedSolutionIsNotTriedAgain() throws Exception {
        receiveAnswer("malformed", solve("22222"), "malformed", "the name is empty");
        assertThatThrownBy(student::hearsTheVerdict).isExactlyInstanceOf(RefusedByTeacherException.class)
                .hasMessage("the teacher refused the solution: malformed (the name is empty)");
    }

    /** Makes a request for which an answer is wanted; its correlation data. */
    private byte[] request() throws InterruptedException {
        Publication request = student.request();
        assertThat(request.responseTopic()).contains(TOPIC);
        return request.correlationData();
    }

    /** Continues as far as the solution; its correlation data. */
    private byte[] solve(String code) throws Exception {
        student.hearsAnswersOn(TOPIC, LONG);
        receiveAnswer(code, request(), "code", null);
        return assertHears(code).correlationData();
    }
}
