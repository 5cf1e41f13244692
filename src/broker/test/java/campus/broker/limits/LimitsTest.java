package campus.broker.limits;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void aLimitThatCannotBeUsedIsToldWithItsProperty() throws IOException {
        Map<String, String> properties = new HashMap<>(LimitsFile.read());
        properties.put("campus.exchange.response-topic", "DST/RESPUESTA");
        properties.put("campus.broker.limit.filters", "many");
        assertThatThrownBy(() -> Limits.of(Settings.of(properties))).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("campus.broker.limit.filters=many cannot be used: accepted is");
    }
}
