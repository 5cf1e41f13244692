package campus.classroom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.Settings;
import campus.classroom.ledger.Ledger;
import campus.classroom.teacher.Teacher;
import campus.testkit.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad message is refused with its reason, and the code that it tried to use stays good. */
class MischiefTest {

    private static final Optional<String> NOWHERE = Optional.empty();

    @TempDir
    private static Path folder;
    private static Ledger ledger;
    private static Teacher teacher;
    private static String code;
    private static String used;
    private static String expired;

    @BeforeAll
    static void issueCodes() throws Exception {
        ManualClock clock = new ManualClock();
        try (Ledger brief = ledger(Duration.ofMinutes(1), clock)) {
            expired = brief.issue("00000002").code();
        }
        ledger = ledger(Duration.ofMinutes(10), clock);
        used = ledger.issue("00000003").code();
        Path roster = Files.writeString(folder.resolve("roster.txt"), Mischief.DNI);
        teacher = Teacher.of(Settings.of(Map.of("campus.teacher.roster", roster.toString(),
                "campus.teacher.petitions-per-minute", "10", "campus.exchange.response-topic", "DST/RESPUESTA")),
                ledger, clock);
        code = issue();
        verify(Mischief.good(used));
        clock.advance(Duration.ofMinutes(2));
    }

    private static Ledger ledger(Duration timeToLive, ManualClock clock) {
        return Ledger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), timeToLive, "teacher-1", clock);
    }

    /** After all the rest it is still good. */
    @AfterAll
    static void theCodeIsStillGood() throws Exception {
        assertThat(verify(Mischief.good(code)).code()).isEqualTo(code);
        ledger.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isRefusedWithItsReason(Mischief bad) {
        assertRefused(bad.refusal(), () -> {
            if (bad.topic().equals("DST/PETICION")) {
                teacher.issue(bad.payload(), false, NOWHERE);
            } else {
                teacher.verify(bad.payload(), false, NOWHERE);
            }
        });
    }

    static Stream<Mischief> all() {
        return Stream.of(Mischief.petitions(), Mischief.solutions(code), Mischief.guesses(issued(), 50),
                Mischief.stale(used, Refusal.ALREADY_USED), Mischief.stale(expired, Refusal.EXPIRED)).flatMap(List::stream);
    }

    @Test
    void theTableIsLong() {
        assertThat(all()).hasSizeGreaterThan(400);
        assertThat(all().map(Mischief::toString)).doesNotHaveDuplicates();
    }

    /** The wildcards among them no client of ours sends, and Mosquitto lets none through. */
    @ParameterizedTest
    @ValueSource(strings = {"DST/RESPUESTA/#", "DST/RESPUESTA/+/r", "DST/RESPUESTA/me/+", "#", "+", "$SYS/#", "$SYS/x",
        "$share/g/DST/RESPUESTA/x", "DST/RESPUESTA", "DST/RESPUESTA/", "DST/RESPUESTAS/x", "dst/respuesta/x", "DST/CODIGO",
        "/DST/RESPUESTA/x", " DST/RESPUESTA/x", "DST/RESPUESTA/x\0", "DST/RESPUESTA/x\n", "salon/luz", "/", " "})
    void aResponseTopicThatIsNoStudentsIsRefused(String responseTopic) {
        assertRefused(Refusal.RESPONSE_TOPIC,
                () -> teacher.issue(Mischief.DNI.getBytes(UTF_8), false, Optional.of(responseTopic)));
        assertRefused(Refusal.RESPONSE_TOPIC,
                () -> teacher.verify(Mischief.good(code).getBytes(UTF_8), false, Optional.of(responseTopic)));
    }

    @Test
    void aFloodOfGuessesUsesNothingUp() {
        List<Mischief> guesses = Mischief.guesses(issued(), 2000);
        assertThat(guesses).hasSize(2000)
                .allSatisfy(guess -> assertRefused(Refusal.UNKNOWN_CODE, () -> teacher.verify(guess.payload(), false, NOWHERE)));
    }

    private static Set<String> issued() {
        return Set.of(code, used, expired);
    }

    private static String issue() throws Exception {
        return teacher.issue(Mischief.DNI.getBytes(UTF_8), false, NOWHERE).code();
    }

    private static Solution verify(String solution) throws Exception {
        return teacher.verify(solution.getBytes(UTF_8), false, NOWHERE);
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(RefusedException.class)
                .extracting(e -> ((RefusedException) e).refusal()).isEqualTo(refusal);
    }
}
