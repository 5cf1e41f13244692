package campus.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudentTest {

    private final Student student = student(Duration.ofSeconds(30));

    @Test
    void asksWithTheDniAndAnswersWithTheCode() throws Exception {
        assertThat(student.petition()).isEqualTo("12345678");
        student.codeArrived(bytes("47110"), false);
        assertThat(student.solution()).isEqualTo("47110;Peter Lim;pelim@teleco.upv.es");
    }

    @Test
    void blanksAroundACodeNameAndAddressAreLeftOut() throws Exception {
        Student student = new Student(new Dni("12345678"), " Peter Lim ", " a@b.es ", Duration.ofSeconds(30));
        student.petition();
        student.codeArrived(bytes(" 47110\n"), false);
        assertThat(student.solution()).isEqualTo("47110;Peter Lim;a@b.es");
    }

    @Test
    void aCodeFromBeforeThePetitionIsSomebodyElses() throws Exception {
        student.codeArrived(bytes("11111"), false);
        student.petition();
        student.codeArrived(bytes("22222"), false);
        assertThat(student.solution()).startsWith("22222;");
    }

    @Test
    void aCodeFromBeforeASecondPetitionIsNotUsedAgain() throws Exception {
        student.petition();
        student.codeArrived(bytes("11111"), false);
        student.petition();
        student.codeArrived(bytes("22222"), false);
        assertThat(student.solution()).startsWith("22222;");
    }

    @Test
    void theFirstCodeCounts() throws Exception {
        student.petition();
        student.codeArrived(bytes("11111"), false);
        student.codeArrived(bytes("22222"), false);
        assertThat(student.solution()).startsWith("11111;");
    }

    @Test
    void retainedCodesArePassedOver() throws Exception {
        student.petition();
        student.codeArrived(bytes("11111"), true);
        student.codeArrived(bytes("22222"), false);
        assertThat(student.solution()).startsWith("22222;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234", "123456", "hello", "1234x", "12 345", "12345\n12345", "١٢٣٤٥", "\uFEFF12345", "12345;"})
    void whatIsNoCodeIsPassedOver(String other) throws Exception {
        student.petition();
        student.codeArrived(bytes(other), false);
        student.codeArrived(new byte[] {(byte) 0xff, (byte) 0xfe}, false);
        student.codeArrived(bytes("22222"), false);
        assertThat(student.solution()).startsWith("22222;");
    }

    @Test
    void givesUpInTimeAndSaysWhatWasAwaited() {
        Student impatient = student(Duration.ofMillis(5));
        impatient.petition();
        assertThatThrownBy(impatient::solution).isExactlyInstanceOf(NoCodeException.class)
                .hasMessage("no code was published on DST/CODIGO within 5ms of the petition of *****678:"
                        + " is the DNI on the roster, and is the teacher's application running?");
    }

    @ParameterizedTest
    @CsvSource({"'Peter;Lim',a@b.es,name 'Peter;Lim'", "'',a@b.es,name ''", "' ',a@b.es,name ' '",
        "'Peter\nLim',a@b.es,name 'Peter?Lim'", "'Peter\0Lim',a@b.es,name 'Peter?Lim'",
        "'Peter\u2028Lim',a@b.es,name 'Peter?Lim'",
        "Peter,'a@b.es;x','email ''a@b.es;x'''", "Peter,'',email ''", "Peter,'a@b.es\r',email 'a@b.es?'"})
    void refusesWhatCannotStandInItsField(String name, String email, String what) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Student(new Dni("12345678"), name, email, Duration.ofSeconds(1)))
                .withMessage(what + " cannot be sent: accepted is one line of text without ;");
    }

    private static Student student(Duration timeout) {
        return new Student(new Dni("12345678"), "Peter Lim", "pelim@teleco.upv.es", timeout);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
