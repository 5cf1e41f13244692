package campus.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LastValuesTest {

    private final LastValues values = new LastValues(Clock.systemUTC());

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"21.5 | 21.5", "-3 | -3", "{\"value\":1e2} | 100",
        "{\"a\":{\"value\":7},\"b\":[1,{}],\"value\":2,\"z\":0} | 2"})
    void aNumberOrTheMemberValue(String payload, double value) {
        assertThat(LastValues.number(payload.getBytes(StandardCharsets.UTF_8))).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "online", "\"5\"", "1 2", "{\"value\":\"<img>\"}", "{\"valor\":1}", "{\"value\"", "[1]",
        "NaN", "1e999", "{", "{}", "null", "{\"value\":1", "{\"value\":1} x", "{\"value\":1e999}"})
    void anythingElseIsNoReading(String payload) {
        assertThat(LastValues.number(payload.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"value\":", "{\"a\":"})
    void whatIsNestedDeeplyIsNoReading(String begin) {
        assertThat(LastValues.number(begin.repeat(4096 / begin.length()).getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void theLastSixtyOfATopicAreKeptInTheirOrder() {
        IntStream.range(0, 200).forEach(i -> values.add("a", i));
        List<Object[]> history = values.history("a");
        assertThat(history).extracting(one -> one[1]).hasSize(60).startsWith(140.0, 141.0).endsWith(198.0, 199.0);
        assertThat(values.last()).singleElement().satisfies(last -> assertThat(last[2]).isEqualTo(199.0));
        assertThat(values.history("b")).isEmpty();
    }

    @Test
    void itIsBounded() {
        IntStream.range(0, 20_000).forEach(i -> values.add("t/" + i, i));
        assertThat(values.last()).hasSize(12_000);
    }
}
