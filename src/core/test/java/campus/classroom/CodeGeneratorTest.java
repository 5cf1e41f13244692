package campus.classroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeGeneratorTest {

    private static final List<String> ALL =
            IntStream.range(0, CodeGenerator.COUNT).mapToObj(CodeGenerator::code).toList();

    @Test
    void thereAreTenThousandDifferentCodesOfFiveDigits() {
        assertThat(ALL).hasSize(10_000).doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[0-9]{5}"))
                .allMatch(CodeGenerator::isWellFormed);
    }

    @Test
    void everyWrongDigitIsDetected() {
        assertThat(ALL.stream().flatMap(CodeGeneratorTest::withOneWrongDigit).filter(CodeGenerator::isWellFormed))
                .isEmpty();
        assertThat(ALL.stream().flatMap(CodeGeneratorTest::withOneWrongDigit)).hasSize(10_000 * 5 * 9);
    }

    @Test
    void everySwapOfTwoNeighboursIsDetected() {
        assertThat(ALL.stream().flatMap(CodeGeneratorTest::withTwoNeighboursSwapped)
                .filter(CodeGenerator::isWellFormed)).isEmpty();
        assertThat(ALL.stream().flatMap(CodeGeneratorTest::withTwoNeighboursSwapped)).hasSizeGreaterThan(30_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1234", "123456", "1234a", "abcde", "-1234", "+1234", "1234.", "12 34",
        "١٢٣٤٥", "१२३४५", "１２３４５", "𝟏𝟐𝟑𝟒𝟓"})
    void onlyFiveAsciiDigitsAreACode(String text) {
        assertThat(CodeGenerator.isWellFormed(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s ", "\t%s", "%s\n", "\r%s", "0%s", "%s0", "\uFEFF%s", "\0%s", "%s\u00a0"})
    void nothingMayStandAroundACode(String around) {
        assertThat(CodeGenerator.isWellFormed(around.formatted(CodeGenerator.code(4711)))).isFalse();
    }

    @Test
    void digitsOfOtherAlphabetsAreNoCodeEvenIfTheyWouldCheck() {
        String code = CodeGenerator.code(4711);
        String arabic = code.chars().mapToObj(c -> Character.toString(c - '0' + '٠')).reduce("", String::concat);
        assertThat(CodeGenerator.isWellFormed(arabic)).isFalse();
        assertThat(CodeGenerator.isWellFormed(arabic.substring(0, 1) + code.substring(1))).isFalse();
    }

    @Test
    void randomCodesAreWellFormedAndSpread() {
        List<String> some = Stream.generate(CodeGenerator::random).limit(1000).toList();
        assertThat(some).allMatch(CodeGenerator::isWellFormed);
        assertThat(some.stream().distinct()).hasSizeGreaterThan(850);
        assertThat(some.stream().map(code -> code.charAt(0)).distinct()).hasSize(10);
    }

    private static Stream<String> withOneWrongDigit(String code) {
        return IntStream.range(0, 5).boxed().flatMap(i -> IntStream.rangeClosed('0', '9')
                .filter(digit -> digit != code.charAt(i))
                .mapToObj(digit -> code.substring(0, i) + (char) digit + code.substring(i + 1)));
    }

    private static Stream<String> withTwoNeighboursSwapped(String code) {
        return IntStream.range(0, 4)
                .filter(i -> code.charAt(i) != code.charAt(i + 1))
                .mapToObj(i -> code.substring(0, i) + code.charAt(i + 1) + code.charAt(i) + code.substring(i + 2));
    }
}
