package campus.broker.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadAverageTest {

    private final Map<String, String> figures = new HashMap<>();
    private final LoadAverage load = new LoadAverage();

    @Test
    void afterAMinuteTheShortAverageIsTheLargest() {
        for (int i = 1; i <= 6; i++) {
            load.put(figures, "bytes/sent", i * 10, 10 / 60.0);
        }
        // 60 * (1 - e^-1), 60 * (1 - e^-1/5), 60 * (1 - e^-1/15)
        assertThat(figures).containsOnly(Map.entry("load/bytes/sent/1min", "37.93"),
                Map.entry("load/bytes/sent/5min", "10.88"), Map.entry("load/bytes/sent/15min", "3.87"));
    }

    @Test
    void theNumberOfCallsMakesNoDifference() {
        load.put(figures, "x", 60, 1);
        assertThat(figures).containsEntry("load/x/1min", "37.93").containsEntry("load/x/15min", "3.87");
    }

    @Test
    void itDecaysWhenNothingComes() {
        load.put(figures, "x", 60, 1);
        load.put(figures, "x", 60, 20);
        assertThat(figures).containsEntry("load/x/1min", "0.00");
    }
}
