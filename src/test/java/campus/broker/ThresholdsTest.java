package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import campus.support.LogLines;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {

    private static final String CONNECTED = "$SYS/broker/clients/connected";

    private final LogLines log = new LogLines(Thresholds.class);

    @BeforeEach
    void listen() {
        log.start();
    }

    @AfterEach
    void stopListening() {
        log.stop();
    }

    @Test
    void warnsOnceAndClearsOnce() {
        check(of("clients/connected=100"), CONNECTED, "99", "100", "101", "150", "100", "101", "91", "90", "80", "101");
        assertThat(log.lines()).containsExactly(
                "WARN $SYS/broker/clients/connected is 101, above the limit of 100",
                "INFO $SYS/broker/clients/connected is 90, back below the limit of 100",
                "WARN $SYS/broker/clients/connected is 101, above the limit of 100");
    }

    @Test
    void eachFigureHasItsOwnLimit() {
        Thresholds thresholds = of(" clients/connected=1,retained messages/count = 2.5 , uptime=60");
        check(thresholds, CONNECTED, "2");
        check(thresholds, "$SYS/broker/retained messages/count", "2", "3");
        check(thresholds, "$SYS/broker/uptime", "60 seconds", "61 seconds");
        assertThat(log.lines()).hasSize(3).allMatch(line -> line.startsWith("WARN "))
                .anyMatch(line -> line.endsWith("count is 3, above the limit of 2.5"))
                .anyMatch(line -> line.endsWith("uptime is 61, above the limit of 60"));
    }

    @Test
    void whatHasNoLimitOrIsNoNumberIsNothing() {
        Thresholds thresholds = of("clients/connected=1");
        check(thresholds, CONNECTED, "", "many", "0");
        check(thresholds, "$SYS/broker/clients/total", "1000");
        check(thresholds, "clients/connected", "1000");
        check(of(""), CONNECTED, "1000");
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clients/connected", "=5", "clients/connected=many", "clients/connected=1,,", "a=-1"})
    void whatIsNoLimitIsSaid(String list) {
        assertThatThrownBy(() -> of(list)).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("campus.broker-status.warn-above=" + list + " cannot be used: accepted is ")
                .hasMessageContaining("clients/connected=100");
    }

    private static void check(Thresholds thresholds, String topic, String... payloads) {
        for (String payload : payloads) {
            thresholds.check(topic, payload);
        }
    }

    private static Thresholds of(String list) {
        return Thresholds.of(new Settings(key -> Optional.of(list)));
    }
}
