package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.LogLines;
import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import campus.testkit.Postgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole system on a real Mosquitto with the ACL and password files that the embedded broker takes. */
class MosquittoSystemIT extends SystemScenarios {

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

    /** A real PostgreSQL beside the real Mosquitto. */
    @Override
    String ledgerUrl() {
        return Postgres.start().newDatabase();
    }

    @Override
    Running start(Map<String, String> options) throws Exception {
        return system.start(folder, options);
    }

    @Test
    void aBrokerThatComesLaterOnlyDelays(@TempDir Path own) throws Exception {
        int port = Ports.free();
        LogLines log = new LogLines("campus.link");
        log.start();
        try (Running campus = MosquittoSystem.startApplication(own, port, Map.of())) {
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> log.lines().stream().anyMatch(line -> line.contains("" + port)));
            assertThat(campus.lines("readings")).isEmpty();
            system.startBroker(own, port, Map.of());
            await().atMost(Duration.ofSeconds(15)).until(() -> !campus.lines("readings").isEmpty());
        } finally {
            log.stop();
        }
    }
}
