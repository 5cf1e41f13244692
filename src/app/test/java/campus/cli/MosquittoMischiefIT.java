package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.classroom.Refusal;
import campus.testkit.Mischief;
import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mischief on a real Mosquitto. */
class MosquittoMischiefIT extends MischiefScenarios {

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

    @Test
    void messagesThatTheBrokerKeptFromBeforeAreRefused(@TempDir Path own) throws Exception {
        int port = Ports.free();
        system.startBroker(own, port, Map.of("campus.teacher.password", PASSWORD));
        try (ExchangeClient early = new ExchangeClient(port, "early", "dst", "dst")) {
            early.publishRetained("DST/PETICION", Mischief.DNI);
            early.publishRetained("DST/SOLUCION", Mischief.good("12340"));
        }
        try (Running late = MosquittoSystem.startApplication(own, port, options());
             ExchangeClient student = student(late, "late").subscribe("DST/CODIGO")) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                    assertThat(refusals()).isEqualTo(Map.of(Refusal.RETAINED.reason(), 2L)));
            assertThat(Traces.of(late)).as("nothing was accepted")
                    .isEqualTo(new Traces(List.of(), List.of(), List.of(), 0));
            assertThat(request(student)).matches("[0-9]{5}");
            assertThat(student.texts()).hasSize(1);
        }
    }
}
