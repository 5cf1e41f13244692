package campus.link.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonCodeTest {

    @Test
    void everyFailureHasAtLeastItsNumber() {
        assertThat(IntStream.rangeClosed(0x80, 0xFF).mapToObj(ReasonCode::text))
                .allMatch(text -> text.matches("[A-Za-z].+ \\(0x[0-9A-F]{2}\\)"));
    }

    @ParameterizedTest
    @CsvSource({"0x00, success (0x00)", "0x10, no matching subscribers (0x10)", "0x87, not authorized (0x87)"})
    void aCodeHasANameAndItsNumber(String code, String text) {
        assertThat(ReasonCode.text(Integer.decode(code))).isEqualTo(text);
    }

    @Test
    void failuresBeginAt0x80() {
        assertThat(ReasonCode.isFailure(0x7F)).isFalse();
        assertThat(ReasonCode.isFailure(0x80)).isTrue();
    }
}
