package campus.cli;

import campus.testkit.Mosquitto;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The sheet's peers on a real Mosquitto. */
class MosquittoInteropIT extends InteropScenarios {

    private final MosquittoSystem system = new MosquittoSystem();

    @BeforeAll
    @Override
    void startOnce(@TempDir Path temporary) throws Exception {
        Assumptions.assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
        super.startOnce(temporary);
    }

    @AfterAll
    @Override
    void stop() {
        super.stop();
        system.close();
    }

    @Override
    Running start(Map<String, String> options) throws Exception {
        return system.start(folder, options);
    }
}
