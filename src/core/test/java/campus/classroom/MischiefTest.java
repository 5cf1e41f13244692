package campus.classroom;

import static campus.classroom.Messages.message;
import static campus.classroom.Messages.withResponseTopic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.Settings;
import campus.classroom.ledger.Ledger;
import campus.classroom.ledger.LedgerDatabase;
import campus.classroom.ledger.WrongMessages;
import campus.classroom.teacher.Teacher;
import campus.testkit.ManualClock;
import campus.testkit.Mischief;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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

    @TempDir
    private static Path folder;
    private static LedgerDatabase database;
    private static Teacher teacher;
    private static String code;
    private static String used;
    private static String expired;

    @BeforeAll
    static void issueCodes() throws Exception {
        ManualClock clock = new ManualClock();
        database = LedgerDatabase.open("jdbc:sqlite:" + folder.resolve("ledger.db"));
        expired = new Ledger(database, Duration.ofMinutes(1), 10, clock).issue("00000002", "").code();
        Ledger ledger = new Ledger(database, Duration.ofMinutes(10), 10, clock);
        used = ledger.issue("00000003", "").code();
        Path roster = Files.writeString(folder.resolve("roster.txt"), Mischief.DNI);
        teacher = Teacher.of(Settings.of(Map.of("campus.teacher.roster", roster.toString(),
                "campus.exchange.response-topic", "DST/RESPUESTA")),
                ledger, new WrongMessages(database, 1_000_000, clock), clock);
        code = issue();
        verify(Mischief.good(used));
        clock.advance(Duration.ofMinutes(2));
    }

    /** No row of the table used the code. */
    @AfterAll
    static void theCodeIsStillGood() throws Exception {
        assertThat(verify(Mischief.good(code)).code()).isEqualTo(code);
        database.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isRefusedWithItsReason(Mischief bad) {
        assertRefused(Refusal.valueOf(bad.refusal()), () -> {
            if (bad.topic().equals("DST/PETICION")) {
                teacher.issue(message(bad.payload()));
            } else {
                teacher.verify(message(bad.payload()));
            }
        });
    }

    static Stream<Mischief> all() {
        return Stream.of(Mischief.requests(), Mischief.solutions(code), guesses(50),
                Mischief.late(used, Refusal.ALREADY_USED.name()), Mischief.late(expired, Refusal.EXPIRED.name()))
                .flatMap(List::stream);
    }

    @Test
    void theTableIsLong() {
        assertThat(all()).hasSizeGreaterThan(400);
        assertThat(all().map(Mischief::toString)).doesNotHaveDuplicates();
    }

    /** MQTT 5 section 3.3.2.3.5 forbids wildcards in a Response Topic; Mosquitto refuses such a message. */
    @ParameterizedTest
    @ValueSource(strings = {"DST/RESPUESTA/#", "DST/RESPUESTA/+/r", "DST/RESPUESTA/me/+", "#", "+", "$SYS/#", "$SYS/x",
        "$share/g/DST/RESPUESTA/x", "DST/RESPUESTA", "DST/RESPUESTA/", "DST/RESPUESTAS/x", "dst/respuesta/x",
        "DST/CODIGO", "/DST/RESPUESTA/x", " DST/RESPUESTA/x", "DST/RESPUESTA/x\0", "DST/RESPUESTA/x\n", "salon/luz",
        "/", " "})
    void aResponseTopicThatIsNotAStudentsOwnIsRefused(String responseTopic) {
        assertRefused(Refusal.RESPONSE_TOPIC,
                () -> teacher.issue(withResponseTopic(responseTopic, Mischief.DNI)));
        assertRefused(Refusal.RESPONSE_TOPIC,
                () -> teacher.verify(withResponseTopic(responseTopic, Mischief.good(code))));
    }

    @Test
    void aFloodOfGuessesUsesNothingUp() {
        assertThat(guesses(2000)).hasSize(2000).allSatisfy(guess ->
                assertRefused(Refusal.UNKNOWN_CODE, () -> teacher.verify(message(guess.payload()))));
    }

    private static List<Mischief> guesses(int count) {
        Set<String> issued = Set.of(code, used, expired);
        return Mischief.guesses(IntStream.range(0, CodeGenerator.COUNT).mapToObj(CodeGenerator::code)
                .filter(guess -> !issued.contains(guess)).limit(count).toList());
    }

    private static String issue() throws Exception {
        return teacher.issue(message(Mischief.DNI)).code();
    }

    private static Solution verify(String solution) throws Exception {
        return teacher.verify(message(solution)).solution();
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(RefusedException.class)
                .extracting(e -> ((RefusedException) e).refusal()).isEqualTo(refusal);
    }
}
