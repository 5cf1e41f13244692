package campus.classroom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.mqtt.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    private static final String TOPIC = "DST/RESPUESTA/me/r";
    private static final byte[] CORRELATION = {1, 0, (byte) 0xff};

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void theVerdictComesBeforeTheReason(Refusal refusal) {
        Publication message = Answer.refused(refusal).publication(TOPIC, CORRELATION, Duration.ZERO);
        assertThat(message.payload()).asString(UTF_8).isEqualTo(refusal.verdict());
        assertThat(message.userProperties().entrySet()).extracting(Object::toString)
                .containsExactly("verdict=" + refusal.verdict(), "reason=" + refusal.reason());
    }

    @Test
    void theMessageIsOneOnlyForTheAsker() {
        Certificate certificate = new Certificate(new Solution("", "47110", "Ana", "ana@upv.es"), 1);
        Publication message = Answer.accepted(certificate).publication(TOPIC, CORRELATION, Duration.ofMinutes(1));
        assertThat(message.topic()).isEqualTo(TOPIC);
        assertThat(message.correlationData()).isEqualTo(CORRELATION);
        assertThat(message.responseTopic()).isEmpty();
        assertThat(message.expiry()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aCodeHasAVerdictAndNoReason() {
        IssuedCode issued = new IssuedCode("47110", "12345678", Instant.EPOCH, Instant.EPOCH);
        Publication message = Answer.code(issued).publication(TOPIC, null, Duration.ZERO);
        assertThat(message.payload()).asString(UTF_8).isEqualTo("47110");
        assertThat(message.userProperties()).isEqualTo(Map.of("verdict", "code"));
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void isReadAsItWasWritten(Refusal refusal) {
        Answer written = Answer.refused(refusal);
        Publication message = written.publication(TOPIC, CORRELATION, Duration.ZERO);
        assertThat(Answer.of(Messages.answer(refusal.verdict(), CORRELATION, message.userProperties())))
                .isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"' 47110\n',47110,code,true,false", "accepted,accepted,accepted,false,true",
        "123456,123456,123456,false,false"})
    void withoutUserPropertiesThePayloadIsTheVerdict(String payload, String text, String verdict, boolean code,
            boolean accepted) {
        Answer answer = Answer.of(Messages.answer(payload, CORRELATION, Map.of()));
        assertThat(answer).isEqualTo(new Answer(text, verdict, null));
        assertThat(answer.isCode()).isEqualTo(code);
        assertThat(answer.isAccepted()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234", "hello"})
    void theVerdictCodeWithoutFiveDigitsIsNoCode(String text) {
        assertThat(Answer.of(Messages.answer(text, CORRELATION, Map.of("verdict", "code"))).isCode()).isFalse();
    }
}
