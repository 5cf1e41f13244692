package campus.link;

import static org.assertj.core.api.Assertions.assertThat;

import campus.link.wire.ConnectFailure;
import campus.link.wire.ConnectFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The waits between two attempts, with the delays that a program has. */
class RetryDelayTest {

    private final RetryDelay delay = settings(2000).retryDelay();

    private static LinkSettings settings(int maxReconnectDelay) {
        PahoMqtt5Configuration config = new PahoMqtt5Configuration();
        config.setMaxReconnectDelay(maxReconnectDelay);
        return new LinkSettings(config);
    }

    private static ConnectFailure failure(Kind kind) {
        return new ConnectFailure(kind, "a reason");
    }

    private static List<Long> millis(RetryDelay delay, Kind kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> delay.after(failure(kind)).toMillis()).toList();
    }

    @Test
    void transientFailuresDoubleTheWaitUpToTheMaximum() {
        List<Long> waits = millis(delay, Kind.TRANSIENT, 50);

        assertThat(waits.get(0)).isBetween(100L, 200L);
        assertThat(waits.get(1)).isBetween(200L, 400L);
        assertThat(waits.get(2)).isBetween(400L, 800L);
        assertThat(waits.subList(4, 50)).allMatch(wait -> wait >= 1000 && wait <= 2000);
    }

    @Test
    void waitsVary() {
        assertThat(millis(delay, Kind.TRANSIENT, 50).stream().distinct().count()).isGreaterThan(20);
    }

    @Test
    void aMaximumBelowTheFirstWaitIsTheFirstWait() {
        assertThat(millis(settings(10).retryDelay(), Kind.TRANSIENT, 20)).allMatch(wait -> wait >= 100 && wait <= 200);
    }

    @ParameterizedTest
    @EnumSource(names = "TRANSIENT", mode = EnumSource.Mode.EXCLUDE)
    void otherFailuresWaitLonger(Kind kind) {
        List<Long> waits = millis(delay, kind, 20);

        assertThat(waits.get(0)).isBetween(15_000L, 30_000L);
        assertThat(waits.get(1)).isBetween(30_000L, 60_000L);
        assertThat(waits.subList(4, 20)).allMatch(wait -> wait >= 150_000 && wait <= 300_000);
    }

    @Test
    void afterAConnectionTheWaitsBeginAgain() {
        millis(delay, Kind.TRANSIENT, 10);
        millis(delay, Kind.REFUSED, 10);
        delay.reset();

        assertThat(delay.after(failure(Kind.TRANSIENT))).isLessThanOrEqualTo(Duration.ofMillis(200));
        assertThat(delay.after(failure(Kind.REFUSED))).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }
}
