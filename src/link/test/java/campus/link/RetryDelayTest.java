package campus.link;

import static org.assertj.core.api.Assertions.assertThat;

import campus.link.timing.RetryDelay;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.junit.jupiter.api.Test;

/** The waits between two attempts, with the delays that a program has. */
class RetryDelayTest {

    private final RetryDelay delay = settings(2000).retryDelay();

    private static LinkSettings settings(int maxReconnectDelay) {
        PahoMqtt5Configuration config = new PahoMqtt5Configuration();
        config.setMaxReconnectDelay(maxReconnectDelay);
        return new LinkSettings(config);
    }

    private static List<Long> millis(RetryDelay delay, boolean passes, int count) {
        return IntStream.range(0, count).mapToObj(i -> delay.after(passes).toMillis()).toList();
    }

    @Test
    void transientFailuresDoubleTheWaitUpToTheMaximum() {
        List<Long> waits = millis(delay, true, 50);

        assertThat(waits.get(0)).isBetween(100L, 200L);
        assertThat(waits.get(1)).isBetween(200L, 400L);
        assertThat(waits.get(2)).isBetween(400L, 800L);
        assertThat(waits.subList(4, 50)).allMatch(wait -> wait >= 1000 && wait <= 2000);
    }

    @Test
    void aMaximumOfMinutesIsReached() {
        assertThat(millis(settings(600_000).retryDelay(), true, 60).subList(20, 60)).allMatch(wait -> wait >= 300_000)
                .anyMatch(wait -> wait > 400_000);
    }

    @Test
    void waitsVary() {
        assertThat(millis(delay, true, 50).stream().distinct().count()).isGreaterThan(20);
    }

    @Test
    void aMaximumBelowTheFirstWaitIsTheFirstWait() {
        assertThat(millis(settings(10).retryDelay(), true, 20)).allMatch(wait -> wait >= 100 && wait <= 200);
    }

    @Test
    void otherFailuresWaitLonger() {
        List<Long> waits = millis(delay, false, 20);

        assertThat(waits.get(0)).isBetween(15_000L, 30_000L);
        assertThat(waits.get(1)).isBetween(30_000L, 60_000L);
        assertThat(waits.subList(4, 20)).allMatch(wait -> wait >= 150_000 && wait <= 300_000);
    }

    @Test
    void afterAConnectionTheWaitsBeginAgain() {
        millis(delay, true, 10);
        millis(delay, false, 10);
        delay.reset();

        assertThat(delay.after(true)).isLessThanOrEqualTo(Duration.ofMillis(200));
        assertThat(delay.after(false)).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }
}
