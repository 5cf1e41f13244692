package campus.cli;

import static org.awaitility.Awaitility.await;

import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import campus.testkit.Postgres;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole system on a real Mosquitto with the ACL and password files that the embedded broker takes. */
class MosquittoSystemIT extends SystemScenarios {

    private Mosquitto mosquitto;
    private Postgres postgres;

    @BeforeEach
    void installed() {
        Assumptions.assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
    }

    /** A real PostgreSQL beside the real Mosquitto. */
    @Override
    String ledgerUrl() {
        postgres = Postgres.start();
        return postgres.newDatabase();
    }

    @AfterEach
    void stop() {
        if (postgres != null) {
            postgres.close();
        }
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    @Override
    Running start(Map<String, String> options) throws Exception {
        mosquitto = MosquittoSystem.startMosquitto(folder, Ports.free(), options);
        return MosquittoSystem.run(folder, mosquitto.port(), options);
    }

    @Test
    void aBrokerThatComesLaterOnlyDelays() throws Exception {
        int port = Ports.free();
        try (Running campus = MosquittoSystem.run(folder, port, Map.of())) {
            await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(10))
                    .until(() -> campus.lines("readings").isEmpty());
            mosquitto = MosquittoSystem.startMosquitto(folder, port, Map.of());
            await().atMost(Duration.ofSeconds(15)).until(() -> !campus.lines("readings").isEmpty());
        }
    }
}
