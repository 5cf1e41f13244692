package campus.classroom.student;

import static campus.classroom.Messages.answer;
import static campus.classroom.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.Dni;
import campus.mqtt.Publication;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Timeout;

/** A student, and the messages that it receives. */
@Timeout(20)
abstract class StudentFixture {

    static final Duration LONG = Duration.ofSeconds(30);
    static final Duration SHORT = Duration.ofMillis(150);
    static final String TOPIC = "DST/RESPUESTA/me/r";

    Student student = student(LONG);

    static Student student(Duration timeout) {
        return new Student(new Dni("12345678"), "Peter Lim", "pelim@teleco.upv.es", timeout,
                () -> Duration.ofMillis(1));
    }

    /** The student receives these codes on DST/CODIGO. */
    final void publish(String... codes) {
        for (String code : codes) {
            student.hearsCode(message(code));
        }
    }

    /** The student receives an answer; user properties that are null are left out. */
    final void receiveAnswer(String text, byte[] correlation, String verdict, String reason) {
        Map<String, String> properties = new HashMap<>();
        properties.put("verdict", verdict);
        properties.put("reason", reason);
        properties.values().removeIf(value -> value == null);
        student.hearsAnswer(answer(text, correlation, properties));
    }

    /** The student takes this code as its own; the solution with it. */
    final Publication assertHears(String code) throws Exception {
        assertThat(student.hearsItsCode()).isTrue();
        Publication solution = student.solution();
        assertThat(solution.topic()).isEqualTo("DST/SOLUCION");
        assertThat(text(solution)).isEqualTo(code + ";Peter Lim;pelim@teleco.upv.es");
        return solution;
    }

    static String text(Publication message) {
        return new String(message.payload(), UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
