package campus.cli;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The sheet's peers on the embedded broker; its twin on Mosquitto is in {@code verify}. */
@Tag("soak")
class EmbeddedInteropIT extends InteropScenarios {

    private int started;

    @Override
    Running start(Map<String, String> options) throws Exception {
        return Running.start(folder.resolve("data-" + ++started), options);
    }
}
