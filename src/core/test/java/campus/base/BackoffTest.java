package campus.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    @ParameterizedTest
    @CsvSource({"1,PT1S", "2,PT2S", "3,PT4S", "6,PT32S", "7,PT1M", "8,PT1M", "1000,PT1M", "2147483647,PT1M"})
    void isTwiceAsLongAfterEachFailureUpToTheMaximum(int failures, Duration wait) {
        assertThat(backoff.after(failures)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "100"})
    void isNeverLongerThanTheMaximum(int failures) {
        assertThat(new Backoff(Duration.ofDays(365), Duration.ofMinutes(10)).after(failures))
                .isEqualTo(Duration.ofMinutes(10));
    }
}
