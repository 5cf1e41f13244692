package campus.cli;

import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** The sheet's peers on a real Mosquitto. */
class MosquittoInteropIT extends InteropScenarios {

    private Mosquitto mosquitto;

    @BeforeEach
    void installed() {
        Assumptions.assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
    }

    @AfterEach
    void stop() {
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    @Override
    Running start(Map<String, String> options) throws Exception {
        mosquitto = MosquittoSystem.startMosquitto(folder, Ports.free(), options);
        return MosquittoSystem.run(folder, mosquitto.port(), options);
    }
}
