package campus.cli;

import java.util.Map;

/** The sheet's peers on the embedded broker. */
class EmbeddedInteropIT extends InteropScenarios {

    @Override
    Running start(Map<String, String> options) throws Exception {
        return Running.start(folder.resolve("data"), options);
    }
}
