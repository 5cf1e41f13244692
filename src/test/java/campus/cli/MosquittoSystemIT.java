package campus.cli;

import static org.awaitility.Awaitility.await;

import campus.base.Settings;
import campus.broker.BrokerConfig;
import campus.support.Mosquitto;
import campus.support.Ports;
import campus.support.Postgres;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole system on a real Mosquitto with the ACL and password files that the embedded broker takes. */
class MosquittoSystemIT extends SystemScenarios {

    private static final Map<String, String> PASSWORDS = Map.of("campus.building.password", "b)u&i=l+d%20ing",
            "campus.teacher.password", "t$e{a}c;h#er");

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
        mosquitto = startMosquitto(Ports.free());
        return run(mosquitto.port(), options);
    }

    @Test
    void a_broker_that_comes_later_only_delays() throws Exception {
        int port = Ports.free();
        try (Running campus = run(port, Map.of())) {
            await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(10))
                    .until(() -> campus.lines("readings").isEmpty());
            mosquitto = startMosquitto(port);
            await().atMost(Duration.ofSeconds(15)).until(() -> !campus.lines("readings").isEmpty());
        }
    }

    private Running run(int port, Map<String, String> options) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(PASSWORDS);
        all.put("campus.broker.enabled", "false");
        all.put("campus.broker.port", String.valueOf(port));
        all.putAll(options);
        return Running.start(folder.resolve("data"), all);
    }

    private Mosquitto startMosquitto(int port) throws Exception {
        BrokerConfig files = files();
        return Mosquitto.start(folder, port, "allow_anonymous true", "acl_file " + files.aclFile(),
                "password_file " + files.passwordFile());
    }

    /** The files that the embedded broker would be started with. */
    private BrokerConfig files() throws Exception {
        Map<String, String> options = new LinkedHashMap<>(PASSWORDS);
        options.put("campus.data-dir", folder.resolve("mosquitto").toString());
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setOverrideProperties(Configuration.load(options, false));
            return BrokerFiles.config(
                    new Settings(context.getPropertiesComponent()::resolveProperty),
                    context::resolvePropertyPlaceholders);
        }
    }
}
