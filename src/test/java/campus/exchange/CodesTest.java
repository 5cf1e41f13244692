package campus.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodesTest {

    private static final List<String> ALL = IntStream.range(0, Codes.COUNT).mapToObj(Codes::code).toList();

    @Test
    void thereAreTenThousandDifferentCodesOfFiveDigits() {
        assertThat(ALL).hasSize(10_000).doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[0-9]{5}"))
                .allMatch(Codes::isWellFormed);
    }

    @Test
    void everySingleWrongDigitIsFound() {
        assertThat(ALL.stream().flatMap(CodesTest::withOneWrongDigit).filter(Codes::isWellFormed)).isEmpty();
        assertThat(ALL.stream().flatMap(CodesTest::withOneWrongDigit)).hasSize(10_000 * 5 * 9);
    }

    @Test
    void everySwapOfTwoNeighboursIsFound() {
        assertThat(ALL.stream().flatMap(CodesTest::withTwoNeighboursSwapped).filter(Codes::isWellFormed)).isEmpty();
        assertThat(ALL.stream().flatMap(CodesTest::withTwoNeighboursSwapped)).hasSizeGreaterThan(30_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1234", "123456", "1234a", "abcde", "-1234", "+1234", "1234.", "12 34",
        "١٢٣٤٥", "१२३४५", "１２３４５", "𝟏𝟐𝟑𝟒𝟓"})
    void onlyFiveAsciiDigitsAreACode(String text) {
        assertThat(Codes.isWellFormed(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s ", "\t%s", "%s\n", "\r%s", "0%s", "%s0", "\uFEFF%s", "\0%s", "%s\u00a0"})
    void nothingMayStandAroundACode(String around) {
        assertThat(Codes.isWellFormed(around.formatted(Codes.code(4711)))).isFalse();
    }

    @Test
    void digitsOfOtherAlphabetsAreNoCodeEvenWhereTheyWouldCheck() {
        String code = Codes.code(4711);
        String arabic = code.chars().mapToObj(c -> Character.toString(c - '0' + '٠')).reduce("", String::concat);
        assertThat(Codes.isWellFormed(arabic)).isFalse();
        assertThat(Codes.isWellFormed(arabic.substring(0, 1) + code.substring(1))).isFalse();
    }

    @Test
    void randomCodesAreWellFormedAndSpread() {
        Codes codes = new Codes();
        List<String> some = Stream.generate(codes::random).limit(1000).toList();
        assertThat(some).allMatch(Codes::isWellFormed);
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
