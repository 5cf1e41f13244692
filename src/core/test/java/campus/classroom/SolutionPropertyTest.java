package campus.classroom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import campus.base.PrintableText;
import campus.classroom.student.Student;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Rules that hold for every message. */
class SolutionPropertyTest {

    @Property
    void anyBytesAreRefusedOrAreTheirParts(@ForAll @Size(max = 1200) byte[] payload) {
        assertRefusedOrItsParts(payload);
    }

    @Property
    void aTextLikeASolutionIsRefusedOrIsItsParts(@ForAll("nearlySolutions") String message) {
        assertRefusedOrItsParts(message.getBytes(UTF_8));
    }

    @Property
    void aSolutionOfAStudentIsReadAsItWasWritten(@ForAll @IntRange(max = 9999) int number,
            @ForAll("names") String name, @ForAll("fields") String email) throws RefusedException {
        new Student(new Dni("12345678"), name, email, Duration.ofSeconds(1));
        String code = CodeGenerator.code(number);
        String message = Solution.format(code, name, email);
        assertThat(Solution.parse(message.getBytes(UTF_8)))
                .isEqualTo(new Solution(message, code, name.strip(), email.strip()));
    }

    @Property
    void aRequestIsRefusedOrIsText(@ForAll @Size(max = 1200) byte[] payload) {
        try {
            assertThat(PayloadText.of(RefusedException.REQUEST, payload).getBytes(UTF_8)).isEqualTo(payload);
            assertThat(payload.length).isLessThanOrEqualTo(Refusal.MAX_BYTES);
        } catch (RefusedException e) {
            assertOneLine(e);
            assertThat(e.refusal()).isIn(Refusal.TOO_LONG, Refusal.NOT_TEXT);
        }
    }

    @Provide
    Arbitrary<String> nearlySolutions() {
        Arbitrary<String> code = Arbitraries.oneOf(Arbitraries.integers().between(0, 9999).map(CodeGenerator::code),
                Arbitraries.strings().numeric().ofLength(5), Arbitraries.strings().ofMaxLength(6));
        Arbitrary<String> field = Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(20),
                Arbitraries.strings().withChars(" ;\n\u2028\u3000\0aÑ").ofMaxLength(5));
        return Combinators.combine(code, Arbitraries.of(";", ";", ";", ";;", " ;", ","), field, field)
                .as((digits, separator, name, email) -> digits + separator + name + ";" + email);
    }

    /** Texts that a student accepts as a name. */
    @Provide
    Arbitrary<String> names() {
        return fields().filter(text -> StudentName.problem(text.strip()).isEmpty());
    }

    /** Texts that a student accepts as an email. */
    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.strings().ofMinLength(1).ofMaxLength(80)
                .map(text -> new String(text.getBytes(UTF_8), UTF_8))
                .filter(text -> !text.isBlank() && !text.contains(";")
                        && text.codePoints().noneMatch(PrintableText::breaksLine));
    }

    private static void assertRefusedOrItsParts(byte[] payload) {
        try {
            Solution solution = Solution.parse(payload);
            assertThat(solution.message().getBytes(UTF_8)).isEqualTo(payload);
            String[] fields = solution.message().split(";", -1);
            assertThat(fields).hasSize(3);
            assertThat(solution).isEqualTo(
                    new Solution(solution.message(), fields[0], fields[1].strip(), fields[2].strip()));
            assertThat(solution.code()).matches("[0-9]{5}");
            assertThat(solution.name()).isNotBlank();
            assertThat(solution.message().lines()).hasSize(1);
        } catch (RefusedException e) {
            assertOneLine(e);
        }
    }

    private static void assertOneLine(RefusedException e) {
        assertThat(e.getMessage()).endsWith(e.refusal().reason()).doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    }
}
