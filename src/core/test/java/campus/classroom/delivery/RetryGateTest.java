package campus.classroom.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryGateTest {

    @ParameterizedTest
    @CsvSource({"1,PT1S", "2,PT2S", "3,PT4S", "6,PT32S", "7,PT1M", "8,PT1M", "1000,PT1M", "2147483647,PT1M"})
    void theWaitIsTwiceAsLongAfterEachFailureUpToTheMaximum(int failures, Duration wait) {
        assertThat(RetryGate.backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), failures)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "100"})
    void theWaitIsNeverLongerThanTheMaximum(int failures) {
        assertThat(RetryGate.backoff(Duration.ofDays(365), Duration.ofMinutes(10), failures))
                .isEqualTo(Duration.ofMinutes(10));
    }
}
