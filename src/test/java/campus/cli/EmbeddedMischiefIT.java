package campus.cli;

import java.util.Map;

/** Mischief on the embedded broker. */
class EmbeddedMischiefIT extends MischiefScenarios {

    @Override
    Running start(Map<String, String> options) throws Exception {
        return Running.start(folder.resolve("data"), options);
    }
}
