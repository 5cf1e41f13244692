package campus.classroom.student;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.classroom.Dni;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class StudentTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final String TOPIC = "DST/RESPUESTA/me/r";

    private Student student = student(LONG);

    // ---- the sheet's way

    @Test
    void asksWithTheDniAndAnswersWithTheCode() throws Exception {
        assertThat(student.asks()).isTrue();
        assertThat(student.petition()).isEqualTo("12345678");
        assertThat(student.petitionReplyTo()).isNull();
        publish("47110");
        assertHears("47110");
        assertThat(student.solutionReplyTo()).isNull();
        student.hearsTheVerdict();
        assertThat(student.asks()).isFalse();
        assertThat(student.outcome()).isEqualTo("delivered: 47110;Peter Lim;pelim@teleco.upv.es");
    }

    @Test
    void blanksAroundACodeNameAndAddressAreLeftOut() throws Exception {
        student = new Student(new Dni("12345678"), " Peter Lim ", " a@b.es ", LONG, () -> Duration.ofMillis(1));
        student.petition();
        publish(" 47110\n");
        assertThat(student.hearsItsCode()).isTrue();
        assertThat(student.solution()).isEqualTo("47110;Peter Lim;a@b.es");
    }

    @Test
    void codesFromBeforeThePetitionAreSomebodyElses() throws Exception {
        publish("11111", "22222");
        student.petition();
        publish("11111", "33333");
        assertHears("33333");
    }

    @Test
    void asksOnlyWhenTheTopicHasBeenQuiet() throws Exception {
        Student polite = new Student(new Dni("12345678"), "P", "a@b.es", LONG, () -> Duration.ofMillis(500));
        CompletableFuture<Instant> asked = CompletableFuture.supplyAsync(() -> askedAt(polite));
        Instant last = Instant.now();
        for (int i = 0; i < 5; i++) {
            assertThat(asked).isNotDone();
            last = Instant.now();
            polite.codeArrived(bytes("1000" + i), false);
            CompletableFuture.runAsync(() -> { }, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)).get();
        }
        assertThat(asked.get(10, TimeUnit.SECONDS)).isAfterOrEqualTo(last.plusMillis(490));
    }

    @Test
    void doesNotWaitForEverForQuiet() throws Exception {
        Student polite = new Student(new Dni("12345678"), "P", "a@b.es", SHORT, () -> LONG);
        assertThat(polite.petition()).isEqualTo("12345678");
    }

    @Test
    void retainedCodesArePassedOver() throws Exception {
        student.petition();
        student.codeArrived(bytes("11111"), true);
        publish("22222");
        assertHears("22222");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234", "123456", "hello", "1234x", "12 345", "12345\n12345", "١٢٣٤٥", "\uFEFF12345", "12345;"})
    void whatIsNoCodeIsPassedOver(String other) throws Exception {
        student.petition();
        publish(other);
        student.codeArrived(new byte[] {(byte) 0xff, (byte) 0xfe}, false);
        publish("22222");
        assertHears("22222");
    }

    @Test
    void whereTwoCodesComeAtOnceItAsksAgain() throws Exception {
        student.petition();
        publish("11111", "22222");
        assertThat(student.hearsItsCode()).as("whose is which?").isFalse();
        assertThat(student.asks()).isTrue();
        assertThat(student.petition()).isEqualTo("12345678");
        publish("33333");
        assertHears("33333");
    }

    @Test
    void ofTwoCodesAtOnceTheOneThatComesAgainIsItsOwn() throws Exception {
        student.petition();
        publish("11111", "22222");
        assertThat(student.hearsItsCode()).isFalse();
        student.petition();
        publish("33333", "22222");
        assertHears("22222");
    }

    @Test
    void theSameCodeTwiceIsOneCode() throws Exception {
        student.petition();
        publish("11111", "11111");
        assertHears("11111");
    }

    @Test
    void whereCodesKeepComingAtOnceTheFirstIsTakenInTheEnd() throws Exception {
        int petitions = 0;
        boolean heard = false;
        while (!heard) {
            student.petition();
            petitions++;
            publish(petitions + "1111", petitions + "2222");
            heard = student.hearsItsCode();
        }
        assertThat(petitions).isEqualTo(4);
        assertThat(student.solution()).startsWith("41111;");
    }

    @Test
    void givesUpInTimeAndSaysWhatWasAwaited() throws Exception {
        student = student(Duration.ofMillis(5));
        student.petition();
        assertThatThrownBy(student::hearsItsCode).isExactlyInstanceOf(NoCodeException.class)
                .hasMessage("no code was published on DST/CODIGO within 5ms of the petition of *****678:"
                        + " is the DNI on the roster, and is the teacher's application running?");
    }

    @Test
    void aFloodOfForeignCodesDoesNotKeepItFromGivingUp() throws Exception {
        student = student(SHORT);
        publish("11111");
        student.petition();
        CompletableFuture<Void> flood = new CompletableFuture<>();
        Thread flooding = new Thread(() -> {
            while (!flood.isDone()) {
                publish("11111");
            }
        });
        flooding.start();
        assertThatThrownBy(student::hearsItsCode).isExactlyInstanceOf(NoCodeException.class);
        flood.complete(null);
        flooding.join();
    }

    // ---- with answers

    @Test
    void aPrivateCodeWins() throws Exception {
        student.hearsAnswersOn(TOPIC, LONG);
        byte[] correlation = petition();
        publish("11111");
        answer("22222", correlation, "code", null);
        publish("33333");
        assertHears("22222");
    }

    @Test
    void answersToSomebodyElseArePassedOver() throws Exception {
        student.hearsAnswersOn(TOPIC, LONG);
        byte[] correlation = petition();
        answer("11111", bytes("another"), "code", null);
        answer("22222", null, "code", null);
        answer("not enrolled", bytes("another"), "not enrolled", null);
        answer("33333", correlation, null, null);
        assertHears("33333");
    }

    @Test
    void withoutAPrivateAnswerAPublicCodeCountsAfterTheGrace() throws Exception {
        student.hearsAnswersOn(TOPIC, Duration.ofMillis(300));
        petition();
        publish("11111");
        Instant begin = Instant.now();
        assertHears("11111");
        assertThat(Duration.between(begin, Instant.now())).isBetween(Duration.ofMillis(200), Duration.ofSeconds(10));
        assertThat(student.solutionReplyTo()).isNotNull();
        student.hearsTheVerdict();
        assertThat(student.outcome()).startsWith("delivered: 11111;");
    }

    @Test
    void whereNothingComesItAsksAgainTheSheetsWay() throws Exception {
        student.hearsAnswersOn(TOPIC, SHORT);
        petition();
        assertThat(student.hearsItsCode()).isFalse();
        student.petition();
        assertThat(student.petitionReplyTo()).isNull();
        publish("11111");
        assertHears("11111");
    }

    @Test
    void aPrivateAnswerThatIsLateStillWins() throws Exception {
        student.hearsAnswersOn(TOPIC, SHORT);
        byte[] correlation = petition();
        assertThat(student.hearsItsCode()).isFalse();
        student.petition();
        student.petitionReplyTo();
        answer("22222", correlation, "code", null);
        assertHears("22222");
    }

    @ParameterizedTest
    @CsvSource({"not enrolled,the DNI is not on the roster,not enrolled (the DNI is not on the roster)",
        "malformed,,malformed", "too many petitions,'',too many petitions", "no code free,x\u0007y,no code free (x?y)"})
    void aRefusedPetitionIsToldAtOnce(String verdict, String reason, String told) throws Exception {
        student.hearsAnswersOn(TOPIC, LONG);
        answer(verdict, petition(), verdict, reason);
        assertThatThrownBy(student::hearsItsCode).isExactlyInstanceOf(RefusedByTeacherException.class)
                .hasMessage("the teacher refused the petition of *****678: " + told);
    }

    @Test
    void anAcceptedSolutionIsSaidSo() throws Exception {
        byte[] correlation = solve("22222");
        publish("22222");
        answer("accepted", bytes("another"), "already used", null);
        answer("accepted", correlation, "accepted", null);
        student.hearsTheVerdict();
        assertThat(student.asks()).isFalse();
        assertThat(student.outcome()).isEqualTo("accepted: 22222;Peter Lim;pelim@teleco.upv.es");
    }

    @Test
    void withoutAVerdictItIsDelivered() throws Exception {
        student.hearsAnswersOn(TOPIC, SHORT);
        answer("22222", petition(), "code", null);
        assertHears("22222");
        student.solutionReplyTo();
        student.hearsTheVerdict();
        assertThat(student.outcome()).startsWith("delivered: 22222;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"already used", "unknown code", "expired"})
    void aLostCodeIsReplacedOnce(String verdict) throws Exception {
        answer(verdict, solve("22222"), verdict, null);
        student.hearsTheVerdict();
        assertThat(student.asks()).isTrue();

        byte[] petition = petition();
        publish("22222");
        answer("33333", petition, "code", null);
        assertHears("33333");
        answer(verdict, student.solutionReplyTo().correlationData(), verdict, "the code has been used before");
        assertThatThrownBy(student::hearsTheVerdict).isExactlyInstanceOf(RefusedByTeacherException.class)
                .hasMessage("the teacher refused the solution: " + verdict + " (the code has been used before)");
    }

    @Test
    void aMalformedSolutionIsNotTriedAgain() throws Exception {
        answer("malformed", solve("22222"), "malformed", "the name is empty");
        assertThatThrownBy(student::hearsTheVerdict).isExactlyInstanceOf(RefusedByTeacherException.class)
                .hasMessage("the teacher refused the solution: malformed (the name is empty)");
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
        return new Student(new Dni("12345678"), "Peter Lim", "pelim@teleco.upv.es", timeout, () -> Duration.ofMillis(1));
    }

    private static Instant askedAt(Student student) {
        try {
            student.petition();
            return Instant.now();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void publish(String... codes) {
        for (String code : codes) {
            student.codeArrived(bytes(code), false);
        }
    }

    private void answer(String text, byte[] correlation, String verdict, String reason) {
        student.answerArrived(bytes(text), correlation, verdict, reason);
    }

    /** Petitions with a wish for an answer; with what the answer is marked. */
    private byte[] petition() throws InterruptedException {
        student.petition();
        Student.ReplyTo replyTo = student.petitionReplyTo();
        assertThat(replyTo.responseTopic()).isEqualTo(TOPIC);
        return replyTo.correlationData();
    }

    /** Gets as far as the solution; with what the verdict is marked. */
    private byte[] solve(String code) throws Exception {
        student.hearsAnswersOn(TOPIC, LONG);
        answer(code, petition(), "code", null);
        assertHears(code);
        return student.solutionReplyTo().correlationData();
    }

    private void assertHears(String code) throws Exception {
        assertThat(student.hearsItsCode()).isTrue();
        assertThat(student.solution()).isEqualTo(code + ";Peter Lim;pelim@teleco.upv.es");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
