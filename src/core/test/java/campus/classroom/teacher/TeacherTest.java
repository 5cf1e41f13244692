package campus.classroom.teacher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.Settings;
import campus.classroom.CodeGenerator;
import campus.classroom.IssuedCode;
import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.classroom.Solution;
import campus.classroom.ledger.Ledger;
import campus.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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

    private static final Optional<String> NOWHERE = Optional.empty();

    private static final String REST = ";Peter Lim;pelim@teleco.upv.es";

    @TempDir
    private static Path folder;
    private static final ManualClock clock = new ManualClock();
    private static Ledger ledger;
    private static Teacher teacher;

    @BeforeAll
    static void enrolOne() throws IOException {
        Path roster = Files.writeString(folder.resolve("roster.txt"), "12345678");
        ledger = Ledger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), Duration.ofMinutes(10), "teacher-1",
                clock);
        teacher = Teacher.of(Settings.of(Map.of("campus.teacher.roster", roster.toString(),
                "campus.teacher.petitions-per-minute", "10", "campus.exchange.response-topic", "DST/RESPUESTA")),
                ledger, clock);
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    @Test
    void aPetitionGetsACodeAndASolutionWithItIsAccepted() throws Exception {
        IssuedCode issued = teacher.issue(bytes("12345678"), false, NOWHERE);
        assertThat(issued.dni()).isEqualTo("12345678");
        Solution accepted = teacher.verify(bytes(issued.code() + REST), false, NOWHERE);
        assertThat(accepted.message()).isEqualTo(issued.code() + REST);
        assertRefused(Refusal.ALREADY_USED, () -> teacher.verify(bytes(issued.code() + ";Eve;eve@evil.es"), false, NOWHERE));
    }

    @Test
    void whatTheLedgerCouldNotTakeDoesNotCountAsAsked(@TempDir Path away) throws Exception {
        Path roster = Files.writeString(away.resolve("roster.txt"), "12345678");
        Ledger gone = Ledger.open("jdbc:sqlite:" + away.resolve("ledger.db"), Duration.ofMinutes(10), "teacher-1", clock);
        Teacher waiting = Teacher.of(Settings.of(Map.of("campus.teacher.roster", roster.toString(),
                "campus.teacher.petitions-per-minute", "10", "campus.exchange.response-topic", "DST/RESPUESTA")), gone, clock);
        gone.close();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> waiting.issue(bytes("12345678"), false, NOWHERE)).isInstanceOf(SQLException.class);
        }
    }

    @BeforeEach
    void waitAMinute() {
        clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void whoAsksTooOftenIsRefusedUntilAMinuteHasPassed() throws Exception {
        IssuedCode issued = teacher.issue(bytes("12345678"), false, NOWHERE);
        for (int i = 1; i < 10; i++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(teacher.issue(bytes("12345678"), false, NOWHERE)).isEqualTo(issued);
        }
        assertRefused(Refusal.TOO_MANY, () -> teacher.issue(bytes("12345678"), false, NOWHERE));
        clock.advance(Duration.ofSeconds(51));
        assertThat(teacher.issue(bytes("12345678"), false, NOWHERE)).isEqualTo(issued);
        assertRefused(Refusal.TOO_MANY, () -> teacher.issue(bytes("12345678"), false, NOWHERE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DST/RESPUESTA/a", "DST/RESPUESTA/a/b", "DST/RESPUESTA/campus-1234/1"})
    void anAnswerBelowThePrefixIsTaken(String topic) throws Exception {
        assertThat(teacher.mayAnswer(Optional.of(topic))).isTrue();
        IssuedCode issued = teacher.issue(bytes("12345678"), false, Optional.of(topic));
        teacher.verify(bytes(issued.code() + REST), false, Optional.of(topic));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DST/RESPUESTA", "DST/RESPUESTA/", "DST/CODIGO", "DST/RESPUESTAS/a", "DST/RESPUESTA/+",
        "DST/RESPUESTA/a/#", "dst/respuesta/a", "/DST/RESPUESTA/a", "$SYS/x", "DST/RESPUESTA/\0", "EDIFICIO_1/P_1"})
    void anAnswerAnywhereElseIsRefused(String topic) throws Exception {
        assertThat(teacher.mayAnswer(Optional.of(topic))).isFalse();
        assertRefused(Refusal.RESPONSE_TOPIC, () -> teacher.issue(bytes("12345678"), false, Optional.of(topic)));
        String code = teacher.issue(bytes("12345678"), false, NOWHERE).code();
        assertRefused(Refusal.RESPONSE_TOPIC, () -> teacher.verify(bytes(code + REST), false, Optional.of(topic)));
        teacher.verify(bytes(code + REST), false, NOWHERE);
    }

    @Test
    void aResponseTopicHas200CharactersAtMost() {
        assertThat(teacher.mayAnswer(Optional.of("DST/RESPUESTA/" + "x".repeat(186)))).isTrue();
        assertThat(teacher.mayAnswer(Optional.of("DST/RESPUESTA/" + "x".repeat(187)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" 12345678", "12345678 ", "12345678\n", "\t12345678\r\n"})
    void blanksAroundAPetitionAreIgnored(String petition) throws Exception {
        assertThat(teacher.issue(bytes(petition), false, NOWHERE).dni()).isEqualTo("12345678");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "00000001", "12345678Z", "1234567", "1234 5678", "12345678\n00000001", "\uFEFF12345678",
        "12345678\0", "١٢٣٤٥٦٧٨", "' OR 1=1 --", "#"})
    void whoIsNotEnrolledGetsNoCode(String petition) {
        assertRefused(Refusal.NOT_ENROLLED, () -> teacher.issue(bytes(petition), false, NOWHERE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999", "99999\r\n99", "9999999\u2028x", "99999\u001b[2", "9999999\u0085x", "99999\u202ex9"})
    void aRefusalIsOneLineWithTheDniMasked(String petition) {
        assertThatThrownBy(() -> teacher.issue(bytes(petition), false, NOWHERE))
                .message().matches("petition of \\*{5,8}[^\\p{C}\\p{Zl}\\p{Zp}]{3} refused: the DNI is not on the roster");
    }

    @Test
    void retainedMessagesAreRefusedAndUseNothingUp() throws Exception {
        assertRefused(Refusal.RETAINED, () -> teacher.issue(bytes("12345678"), true, NOWHERE));
        String code = teacher.issue(bytes("12345678"), false, NOWHERE).code();
        assertRefused(Refusal.RETAINED, () -> teacher.verify(bytes(code + REST), true, NOWHERE));
        teacher.verify(bytes(code + REST), false, NOWHERE);
    }

    @Test
    void whatIsTooLongOrNoTextIsRefused() {
        assertRefused(Refusal.TOO_LONG, () -> teacher.issue(bytes("1".repeat(1001)), false, NOWHERE));
        assertRefused(Refusal.TOO_LONG, () -> teacher.issue(bytes("12345678" + " ".repeat(1 << 20)), false, NOWHERE));
        assertRefused(Refusal.NOT_TEXT, () -> teacher.issue(new byte[] {(byte) 0xff}, false, NOWHERE));
        assertRefused(Refusal.TOO_LONG, () -> teacher.verify(new byte[1 << 20], false, NOWHERE));
        assertRefused(Refusal.NOT_TEXT, () -> teacher.verify(new byte[] {(byte) 0xff}, false, NOWHERE));
    }

    @Test
    void aMalformedOrInventedSolutionIsRefused() {
        assertRefused(Refusal.NOT_THREE_FIELDS, () -> teacher.verify(bytes("hello"), false, NOWHERE));
        assertRefused(Refusal.UNKNOWN_CODE, () -> teacher.verify(bytes(CodeGenerator.code(4711) + REST), false, NOWHERE));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(RefusedException.class)
                .extracting(e -> ((RefusedException) e).refusal()).isEqualTo(refusal);
    }
}
