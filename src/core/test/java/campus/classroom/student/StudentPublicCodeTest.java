package campus.classroom.student;

import static campus.classroom.Messages.message;
import static campus.classroom.Messages.retained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.classroom.Dni;
import campus.mqtt.Publication;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange of lab sheet 2, section 3: all codes are published on DST/CODIGO. */
class StudentPublicCodeTest extends StudentFixture {

    @Test
    void asksWithTheDniAndAnswersWithTheCode() throws Exception {
        assertThat(student.asks()).isTrue();
        Publication request = student.request();
        assertThat(request.topic()).isEqualTo("DST/PETICION");
        assertThat(text(request)).isEqualTo("12345678");
        assertThat(request.responseTopic()).isEmpty();
        publish("47110");
        assertThat(assertHears("47110").responseTopic()).isEmpty();
        student.hearsTheVerdict();
        assertThat(student.asks()).isFalse();
        assertThat(student.outcome()).isEqualTo("delivered: 47110;Peter Lim;pelim@teleco.upv.es");
    }

    @Test
    void blanksAroundACodeNameAndAddressAreLeftOut() throws Exception {
        student = new Student(new Dni("12345678"), " Peter Lim ", " a@b.es ", LONG, () -> Duration.ofMillis(1));
        student.request();
        publish(" 47110\n");
        assertThat(student.hearsItsCode()).isTrue();
        assertThat(text(student.solution())).isEqualTo("47110;Peter Lim;a@b.es");
    }

    @Test
    void codesFromBeforeTheRequestAreNotItsOwn() throws Exception {
        publish("11111", "22222");
        student.request();
        publish("11111", "33333");
        assertHears("33333");
    }

    @Test
    void asksOnlyWhenTheTopicHasBeenQuiet() throws Exception {
        Student patient = new Student(new Dni("12345678"), "P", "a@b.es", LONG, () -> Duration.ofMillis(500));
        CompletableFuture<Instant> asked = CompletableFuture.supplyAsync(() -> askedAt(patient));
        Instant last = Instant.now();
        for (int i = 0; i < 5; i++) {
            assertThat(asked).isNotDone();
            last = Instant.now();
            patient.hearsCode(message("1000" + i));
            Awaitility.await().pollInterval(Duration.ofMillis(20)).during(Duration.ofMillis(100))
                    .until(() -> !asked.isDone());
        }
        assertThat(asked.get(10, TimeUnit.SECONDS)).isAfterOrEqualTo(last.plusMillis(490));
    }

    @Test
    void doesNotWaitForEverForQuiet() throws Exception {
        Student patient = new Student(new Dni("12345678"), "P", "a@b.es", SHORT, () -> LONG);
        assertThat(text(patient.request())).isEqualTo("12345678");
    }

    @Test
    void retainedCodesAreIgnored() throws Exception {
        student.request();
        student.hearsCode(retained("11111"));
        publish("22222");
        assertHears("22222");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234", "123456", "hello", "1234x", "12 345", "12345\n12345", "١٢٣٤٥", "\uFEFF12345",
        "12345;"})
    void aTextThatIsNoCodeIsIgnored(String other) throws Exception {
        student.request();
        publish(other);
        student.hearsCode(message(new byte[] {(byte) 0xff, (byte) 0xfe}));
        publish("22222");
        assertHears("22222");
    }

    @Test
    void asksAgainIfTwoCodesComeAtOnce() throws Exception {
        student.request();
        publish("11111", "22222");
        assertThat(student.hearsItsCode()).as("whose is which?").isFalse();
        assertThat(student.asks()).isTrue();
        assertThat(text(student.request())).isEqualTo("12345678");
        publish("33333");
        assertHears("33333");
    }

    @Test
    void ofTwoCodesAtOnceTheOneThatComesAgainIsItsOwn() throws Exception {
        student.request();
        publish("11111", "22222");
        assertThat(student.hearsItsCode()).isFalse();
        student.request();
        publish("33333", "22222");
        assertHears("22222");
    }

    @Test
    void theSameCodeTwiceIsOneCode() throws Exception {
        student.request();
        publish("11111", "11111");
        assertHears("11111");
    }

    @Test
    void takesTheFirstCodeInTheEndIfTwoKeepComingAtOnce() throws Exception {
        int requests = 0;
        boolean heard = false;
        while (!heard) {
            student.request();
            requests++;
            publish(requests + "1111", requests + "2222");
            heard = student.hearsItsCode();
        }
        assertThat(requests).isEqualTo(4);
        assertThat(text(student.solution())).startsWith("41111;");
    }

    @Test
    void givesUpInTimeAndNamesTheTopicAndTheDni() throws Exception {
        student = student(Duration.ofMillis(5));
        student.request();
        assertThatThrownBy(student::hearsItsCode).isExactlyInstanceOf(NoCodeException.class)
                .hasMessage("no code was published on DST/CODIGO within 5ms of the request of *****678:"
                        + " is the DNI on the roster, and is the teacher's application running?");
    }

    @Test
    void givesUpInTimeWhileOldCodesKeepComing() throws Exception {
        student = student(SHORT);
        publish("11111");
        student.request();
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread flooding = new Thread(() -> {
            while (!end.isDone()) {
                publish("11111");
            }
        });
        flooding.start();
        assertThatThrownBy(student::hearsItsCode).isExactlyInstanceOf(NoCodeException.class);
        end.complete(null);
        flooding.join();
    }

    @ParameterizedTest
    @CsvSource({"'Peter;Lim',a@b.es,name 'Peter;Lim'", "'',a@b.es,name ''", "' ',a@b.es,name ' '",
        "'Peter\nLim',a@b.es,name 'Peter?Lim'", "'Peter\0Lim',a@b.es,name 'Peter?Lim'",
        "'Peter\u2028Lim',a@b.es,name 'Peter?Lim'",
        "Peter,'a@b.es;x','email ''a@b.es;x'''", "Peter,'',email ''", "Peter,'a@b.es\r',email 'a@b.es?'"})
    void refusesANameOrAddressThatDoesNotFitItsField(String name, String email, String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Student(new Dni("12345678"), name, email, Duration.ofSeconds(1)))
                .withMessage(field + " cannot be sent: accepted is one line of text without ;");
    }

    private static Instant askedAt(Student student) {
        try {
            student.request();
            return Instant.now();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
