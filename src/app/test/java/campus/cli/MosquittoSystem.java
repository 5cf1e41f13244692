package campus.cli;

import campus.app.CampusCamel;
import campus.app.CommandCamel;
import campus.broker.BrokerConfig;
import campus.broker.BrokerFiles;
import campus.building.BuildingSettings;
import campus.testkit.Mosquitto;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The application beside a real Mosquitto with the ACL and password files that the embedded broker takes. */
final class MosquittoSystem {

    private static final Map<String, String> PASSWORDS = Map.of("campus.building.password", "b)u&i=l+d%20ing",
            "campus.teacher.password", "t$e{a}c;h#er");

    private MosquittoSystem() {
    }

    static Mosquitto startMosquitto(Path folder, int port, Map<String, String> options) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(PASSWORDS);
        all.put("campus.data-dir", folder.resolve("mosquitto").toString());
        all.putAll(options);
        BrokerConfig files = embeddedBroker(all);
        return Mosquitto.start(folder, port, "allow_anonymous true", "acl_file " + files.aclFile(),
                "password_file " + files.passwordFile());
    }

    /** The embedded broker's configuration for these properties; its files are written, and no broker starts. */
    static BrokerConfig embeddedBroker(Map<String, String> options) {
        try (CampusCamel main = new CommandCamel(options)) {
            main.init();
            List<String> buildings = BuildingSettings.all(main.settings()).stream().skip(1)
                    .map(BuildingSettings::building).toList();
            return BrokerFiles.config(main.settings(), main.getCamelContext()::resolvePropertyPlaceholders, buildings);
        }
    }

    static Running run(Path folder, int port, Map<String, String> options) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(PASSWORDS);
        all.put("campus.broker.enabled", "false");
        all.put("campus.broker.port", String.valueOf(port));
        all.putAll(options);
        return Running.start(folder.resolve("data"), all);
    }
}
