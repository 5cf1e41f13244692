package campus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"1ms,1", "500ms,500", "1500ms,1500", "1s,1000", "1.5s,1500", "10m,600000", "1h,3600000",
        "1h30m,5400000", "1H30M,5400000", "0s,0", "0ms,0"})
    void readsLengthsOfTime(String text, long milliseconds) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1", "1x", "ms", "1.5ms", "s", "1 s", " 1s", "1s ", "1m1h", "1d", "PT1S", "one",
        "9223372036854775808ms", "9223372036854775808s", "9999999999999999h"})
    void refusesOtherText(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"1,1ms", "999,999ms", "1000,1s", "1500,1.5s", "60000,1m", "90000,1m30s", "5400000,1h30m", "0,0s"})
    void writesThemTheShortWay(long milliseconds, String text) {
        assertThat(Durations.format(Duration.ofMillis(milliseconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 10, 999, 1000, 1001, 59_999, 60_000, 3_600_000, 86_400_000, 123_456_789})
    void readsTheTextThatItWrote(long milliseconds) {
        Duration duration = Duration.ofMillis(milliseconds);
        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }

    @Test
    void theClockTicksMillisecondsInUtc() {
        assertThat(Durations.CLOCK.instant().getNano() % 1_000_000).isZero();
        assertThat(Durations.CLOCK.getZone()).isEqualTo(ZoneOffset.UTC);
    }
}
