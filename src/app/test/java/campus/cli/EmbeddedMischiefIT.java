package campus.cli;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Mischief on the embedded broker; its twin on Mosquitto is in {@code verify}. */
@Tag("soak")
class EmbeddedMischiefIT extends MischiefScenarios {

    private int started;

    /** The guard refuses one that belongs to another client. */
    @Override
    boolean passes(String responseTopic) {
        return !responseTopic.startsWith("DST/RESPUESTA/");
    }

    @Override
    Running start(Map<String, String> options) throws Exception {
        return Running.start(folder.resolve("data-" + ++started), options);
    }
}
