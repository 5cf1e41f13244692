package campus.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {

    @ParameterizedTest
    @CsvSource({"José 李 👩,José 李 👩", "'a\nb\r\n',a?b??", "'\u001b[2J',?[2J", "a\0b\tc,a?b?c", "a\u2028b\u2029c,a?b?c",
        "a\u0085b\u007f,a?b?", "\u202Eabc\u200B,?abc?", "\uD800,?"})
    void controlFormatAndLineBreakingCharactersBecomeQuestionMarks(String text, String printable) {
        assertThat(PrintableText.of(text)).isEqualTo(printable);
    }

    @ParameterizedTest
    @ValueSource(ints = {'\n', '\r', '\t', 0, 0x1b, 0x7f, 0x85, 0x9b, 0x2028, 0x2029})
    void controlCharactersAndSeparatorsBreakALine(int c) {
        assertThat(PrintableText.breaksLine(c)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {' ', 'a', 0xa0, 0x200b, 0x3000, 0x1f469})
    void otherCharactersDoNot(int c) {
        assertThat(PrintableText.breaksLine(c)).isFalse();
    }
}
