package campus.classroom.teacher;

import static campus.classroom.Messages.message;
import static campus.classroom.Messages.retained;
import static campus.classroom.Messages.withResponseTopic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import campus.base.Settings;
import campus.classroom.Certificate;
import campus.classroom.CodeGenerator;
import campus.classroom.IssuedCode;
import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.classroom.Solution;
import campus.classroom.ledger.Ledger;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.ledger.WrongMessages;
import campus.mqtt.Publication;
import campus.mqtt.ReceivedMessage;
import campus.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeacherTest {

    private static final String REST = ";Peter Lim;pelim@teleco.upv.es";
    private static final Certificate CERTIFICATE = new Certificate(
            new Solution("47110" + REST, "47110", "Peter Lim", "pelim@teleco.upv.es"), 1);

    @TempDir
    private static Path folder;
    private static final ManualClock clock = new ManualClock();
    private static LedgerDatabase database;
    private static Teacher teacher;

    @BeforeAll
    static void enrolOne() throws IOException {
        database = database(folder);
        teacher = teacher(folder, database);
    }

    private static LedgerDatabase database(Path folder) {
        return LedgerDatabase.open("jdbc:sqlite:" + folder.resolve("ledger.db"));
    }

    private static Teacher teacher(Path folder, LedgerDatabase database) throws IOException {
        Path roster = Files.writeString(folder.resolve("roster.txt"), "12345678");
        return Teacher.of(Settings.of(Map.of("campus.teacher.roster", roster.toString(),
                "campus.exchange.response-topic", "DST/RESPUESTA")),
                new Ledger(database, Duration.ofMinutes(10), 10, clock),
                new WrongMessages(database, 20, clock), clock);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aRequestGetsACodeAndASolutionWithItIsAccepted() throws Exception {
        IssuedCode issued = teacher.issue(message("12345678"));
        assertThat(issued.dni()).isEqualTo("12345678");
        Solution accepted = teacher.verify(message(issued.code() + REST)).solution();
        assertThat(accepted.message()).isEqualTo(issued.code() + REST);
        assertRefused(Refusal.ALREADY_USED, () -> teacher.verify(message(issued.code() + ";Eve;eve@evil.es")));
    }

    @BeforeEach
    void waitAMinute() {
        clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void aCodeThatIsOpenIsAnsweredAgainHoweverOften() throws Exception {
        IssuedCode issued = teacher.issue(message("12345678"));
        for (int i = 1; i < 100; i++) {
            assertThat(teacher.issue(message("12345678"))).isEqualTo(issued);
        }
    }

    @Test
    void pastTheLimitOnlyWrongMessagesOfThatClientAreRefusedForIt() throws Exception {
        ReceivedMessage guess = withResponseTopic("DST/RESPUESTA/eve/x", CodeGenerator.code(4711) + REST);
        for (int i = 0; i < 10; i++) {
            assertRefused(Refusal.UNKNOWN_CODE, () -> teacher.verify(guess));
            assertRefused(Refusal.NOT_ENROLLED,
                    () -> teacher.issue(withResponseTopic("DST/RESPUESTA/eve/y", "99999999")));
        }
        assertThat(logged(() -> teacher.verify(guess))).as("once").isTrue();
        assertThat(logged(() -> teacher.verify(guess))).as("and no more").isFalse();
        assertRefused(Refusal.TOO_MANY_ATTEMPTS, () -> teacher.verify(withResponseTopic("DST/RESPUESTA/eve", "hello")));
        assertRefused(Refusal.NOT_THREE_FIELDS, () -> teacher.verify(withResponseTopic("DST/RESPUESTA/ana", "hello")));
        String code = teacher.issue(withResponseTopic("DST/RESPUESTA/eve/x", "12345678")).code();
        teacher.verify(withResponseTopic("DST/RESPUESTA/eve/x", code + REST));
        assertRefused(Refusal.ALREADY_USED,
                () -> teacher.verify(withResponseTopic("DST/RESPUESTA/eve/x", code + ";Eve;eve@evil.es")));
        clock.advance(Duration.ofMinutes(1));
        assertRefused(Refusal.UNKNOWN_CODE, () -> teacher.verify(guess));
    }

    private static boolean logged(ThrowingCallable call) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, call);
        assertThat(refused.refusal()).isEqualTo(Refusal.TOO_MANY_ATTEMPTS);
        assertThat(refused).hasMessage("solution of client eve refused: " + Refusal.TOO_MANY_ATTEMPTS.reason());
        return refused.isLogged();
    }

    @Test
    void aPrivateCodeIsRedeemedByTheClientOfItsResponseTopicOnly() throws Exception {
        String code = teacher.issue(withResponseTopic("DST/RESPUESTA/ana/codigo", "12345678")).code();
        assertThat(teacher.issue(withResponseTopic("DST/RESPUESTA/eve/codigo", "12345678")).code()).isNotEqualTo(code);
        assertRefused(Refusal.UNKNOWN_CODE, () -> teacher.verify(message(code + ";Eve;eve@evil.es")));
        assertRefused(Refusal.UNKNOWN_CODE,
                () -> teacher.verify(withResponseTopic("DST/RESPUESTA/eve/x", code + ";Eve;eve@evil.es")));
        teacher.verify(withResponseTopic("DST/RESPUESTA/ana/solucion", code + REST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DST/RESPUESTA/a", "DST/RESPUESTA/a/b", "DST/RESPUESTA/campus-1234/1"})
    void aMessageWithAResponseTopicBelowThePrefixIsAnsweredThere(String topic) throws Exception {
        ReceivedMessage request = withResponseTopic(topic, "12345678");
        IssuedCode issued = teacher.issue(request);
        assertThat(teacher.answer(issued, request).topic()).isEqualTo(topic);
        ReceivedMessage solution = withResponseTopic(topic, issued.code() + REST);
        Certificate certificate = teacher.verify(solution);
        assertThat(teacher.acceptance(certificate, solution).topic()).isEqualTo(topic);
        assertThat(teacher.refusal(refused(Refusal.EXPIRED), solution).topic()).isEqualTo(topic);
    }

    @Test
    void aMessageWithoutAResponseTopicGetsItsCodeInPublicAndNoOtherAnswer() throws Exception {
        IssuedCode issued = teacher.issue(message("12345678"));
        clock.advance(Duration.ofMinutes(1));
        Publication answer = teacher.answer(issued, message("12345678"));
        assertThat(answer.topic()).isEqualTo("DST/CODIGO");
        assertThat(answer.payload()).asString(UTF_8).isEqualTo(issued.code());
        assertThat(answer.userProperties()).isEmpty();
        assertThat(answer.correlationData()).isNull();
        assertThat(answer.expiry()).as("the rest of the code's life")
                .isEqualTo(Duration.between(clock.instant(), issued.expires()));
        assertThat(teacher.acceptance(CERTIFICATE, message(issued.code() + REST))).isNull();
        assertThat(teacher.refusal(refused(Refusal.EXPIRED), message(issued.code() + REST))).isNull();
    }

    @Test
    void anAnswerHasTheCorrelationDataOfItsRequestAndSaysTheVerdict() throws Exception {
        byte[] correlation = {1, 0, (byte) 0xff};
        ReceivedMessage request = new ReceivedMessage("DST/PETICION", bytes("12345678"), 1, false,
                Optional.of("DST/RESPUESTA/a"), correlation, Map.of());
        IssuedCode issued = teacher.issue(request);
        Publication code = teacher.answer(issued, request);
        assertThat(code.correlationData()).isEqualTo(correlation);
        assertThat(code.payload()).asString(UTF_8).isEqualTo(issued.code());
        assertThat(code.expiry()).isEqualTo(Duration.between(clock.instant(), issued.expires()));
        Publication refusal = teacher.refusal(refused(Refusal.TOO_MANY), request);
        assertThat(refusal.correlationData()).isEqualTo(correlation);
        assertThat(refusal.payload()).asString(UTF_8).isEqualTo("too many petitions");
        assertThat(refusal.expiry()).isZero();
        assertThat(teacher.acceptance(CERTIFICATE, request).payload()).asString(UTF_8).isEqualTo("accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DST/RESPUESTA", "DST/RESPUESTA/", "DST/CODIGO", "DST/RESPUESTAS/a", "DST/RESPUESTA/+",
        "DST/RESPUESTA/a/#", "dst/respuesta/a", "/DST/RESPUESTA/a", "$SYS/x", "DST/RESPUESTA/\0", "DST/RESPUESTA//x",
        "EDIFICIO_1/P_1"})
    void aMessageWithAnotherResponseTopicIsRefusedAndNotAnswered(String topic) throws Exception {
        assertThat(teacher.refusal(refused(Refusal.RESPONSE_TOPIC), withResponseTopic(topic, "12345678"))).isNull();
        assertThat(teacher.acceptance(CERTIFICATE, withResponseTopic(topic, "12345678"))).isNull();
        assertRefused(Refusal.RESPONSE_TOPIC, () -> teacher.issue(withResponseTopic(topic, "12345678")));
        String code = teacher.issue(message("12345678")).code();
        assertRefused(Refusal.RESPONSE_TOPIC, () -> teacher.verify(withResponseTopic(topic, code + REST)));
        teacher.verify(message(code + REST));
    }

    @ParameterizedTest
    @ValueSource(strings = {" 12345678", "12345678 ", "12345678\n", "\t12345678\r\n"})
    void blanksAroundADniAreIgnored(String request) throws Exception {
        assertThat(teacher.issue(message(request)).dni()).isEqualTo("12345678");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "00000001", "12345678A", "1234567", "1234 567", "12345678\n00000001",
        "\uFEFF12345678", "12345678\0", "١٢٣٤٥٦٧٨", "' OR 1=1 --", "#"})
    void aTextThatIsNotOnTheRosterGetsNoCode(String request) {
        assertRefused(Refusal.NOT_ENROLLED, () -> teacher.issue(message(request)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678Z", "12345678-z", "12.345.678", "1234 5678"})
    void aDniOfTheRosterWithLetterOrSignsGetsNoCodeAndTheRemedy(String request) {
        assertRefused(Refusal.NOT_PLAIN_DNI, () -> teacher.issue(message(request)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999", "99999\r\n99", "9999999\u2028x", "99999\u001b[2", "9999999\u0085x",
        "99999\u202ex9"})
    void aRefusalIsOneLineWithTheDniMasked(String request) {
        assertThatThrownBy(() -> teacher.issue(message(request)))
                .message()
                .matches("request of \\*{5,8}[^\\p{C}\\p{Zl}\\p{Zp}]{3} refused: the DNI is not on the roster");
    }

    @Test
    void retainedMessagesAreRefusedAndUseNothingUp() throws Exception {
        assertRefused(Refusal.RETAINED, () -> teacher.issue(retained("12345678")));
        String code = teacher.issue(message("12345678")).code();
        assertRefused(Refusal.RETAINED, () -> teacher.verify(retained(code + REST)));
        teacher.verify(message(code + REST));
    }

    @Test
    void aPayloadThatIsTooLongOrNotTextIsRefused() {
        assertRefused(Refusal.TOO_LONG, () -> teacher.issue(message("1".repeat(1001))));
        assertRefused(Refusal.TOO_LONG, () -> teacher.issue(message("12345678" + " ".repeat(1 << 20))));
        assertRefused(Refusal.NOT_TEXT, () -> teacher.issue(message(new byte[] {(byte) 0xff})));
        assertRefused(Refusal.TOO_LONG, () -> teacher.verify(message(new byte[1 << 20])));
        assertRefused(Refusal.NOT_TEXT, () -> teacher.verify(message(new byte[] {(byte) 0xff})));
    }

    @Test
    void aMalformedOrInventedSolutionIsRefused() {
        assertRefused(Refusal.NOT_THREE_FIELDS, () -> teacher.verify(message("hello")));
        assertRefused(Refusal.UNKNOWN_CODE, () -> teacher.verify(message(CodeGenerator.code(4711) + REST)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana@school.lan", "a@b.c", "Bea <bea@x.es>", ""})
    void aStudentWhoGetsNoMailIsToldSo(String email) throws Exception {
        ReceivedMessage request = withResponseTopic("DST/RESPUESTA/bea/r", "12345678");
        ReceivedMessage solution =
                withResponseTopic("DST/RESPUESTA/bea/r", teacher.issue(request).code() + ";Bea;" + email);
        Certificate certificate = teacher.verify(solution);
        assertThat(certificate.hasMail()).isFalse();
        assertThat(teacher.acceptance(certificate, solution).userProperties()).containsEntry("verdict", "accepted")
                .containsEntry("reason", "the solution was accepted and the name is registered; "
                        + certificate.withoutMail().orElseThrow());
    }

    private static RefusedException refused(Refusal refusal) {
        return new RefusedException(RefusedException.SOLUTION, refusal);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(RefusedException.class)
                .extracting(e -> ((RefusedException) e).refusal()).isEqualTo(refusal);
    }
}
