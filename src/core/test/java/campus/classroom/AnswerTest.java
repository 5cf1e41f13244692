package campus.classroom;

import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.teacher.Teacher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerTest {

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void theVerdictComesBeforeTheReason(Refusal refusal) {
        Answer answer = Answer.refused(new RefusedException(Teacher.PETITION, refusal));
        assertThat(answer.payload()).isEqualTo(refusal.verdict());
        assertThat(answer.properties().entrySet()).extracting(Object::toString)
                .containsExactly("verdict=" + refusal.verdict(), "reason=" + refusal.reason());
    }
}
