package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.classroom.Refusal;
import campus.testkit.Mischief;
import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mischief on a real Mosquitto. */
class MosquittoMischiefIT extends MischiefScenarios {

    private int port;
    private Mosquitto mosquitto;

    @BeforeEach
    void installed() {
        Assumptions.assumeTrue(Mosquitto.isInstalled(), "skipped: mosquitto is not installed");
        port = Ports.free();
    }

    @AfterEach
    void stop() {
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    @Override
    Running start(Map<String, String> options) throws Exception {
        if (mosquitto == null) {
            mosquitto = MosquittoSystem.startMosquitto(folder, port, options);
        }
        return MosquittoSystem.run(folder, port, options);
    }

    @Test
    void whatTheBrokerKeptFromBeforeIsRefused() throws Exception {
        mosquitto = MosquittoSystem.startMosquitto(folder, port, Map.of("campus.teacher.password", PASSWORD));
        try (ExchangeClient early = new ExchangeClient(port, "early", "dst", "dst")) {
            early.publishRetained("DST/PETICION", Mischief.DNI);
            early.publishRetained("DST/SOLUCION", Mischief.good("12340"));
        }
        try (Running campus = start(); ExchangeClient student = student(campus, "late").subscribe("DST/CODIGO")) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                    assertThat(refusals()).isEqualTo(Map.of(Refusal.RETAINED.reason(), 2L)));
            assertNothingWasAccepted(campus);
            assertThat(campus.lines("peticiones.log")).isEmpty();
            assertThat(petition(student)).matches("[0-9]{5}");
            assertThat(student.texts()).hasSize(1);
        }
    }
}
