package campus.cli;

import campus.app.CampusCamel;
import campus.app.CommandCamel;
import campus.app.CommandOptions;
import campus.broker.BrokerConfig;
import campus.broker.BrokerFiles;
import campus.building.BuildingSettings;
import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Applications, each beside a real Mosquitto with the ACL and password files that the embedded broker takes. */
final class MosquittoSystem implements AutoCloseable {

    private static final Map<String, String> PASSWORDS = Map.of("campus.building.password", "b)u&i=l+d%20ing",
            "campus.teacher.password", "t$e{a}c;h#er");

    private final List<Mosquitto> brokers = new ArrayList<>();

    /** Starts a broker, and then the application. */
    Running start(Path folder, Map<String, String> options) throws Exception {
        Path own = Files.createDirectories(folder.resolve("system-" + brokers.size()));
        int port = Ports.free();
        startBroker(own, port, options);
        return startApplication(own, port, options);
    }

    void startBroker(Path folder, int port, Map<String, String> options) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(PASSWORDS);
        all.put("campus.data-dir", folder.resolve("mosquitto").toString());
        all.putAll(options);
        BrokerConfig files = embeddedBroker(all);
        brokers.add(Mosquitto.start(folder, port, "set_tcp_nodelay true", "allow_anonymous true",
                "acl_file " + files.aclFile(), "password_file " + files.passwordFile()));
    }

    static Running startApplication(Path folder, int port, Map<String, String> options) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(PASSWORDS);
        all.put("campus.broker.enabled", "false");
        all.put("campus.broker.port", String.valueOf(port));
        all.putAll(options);
        return Running.start(folder.resolve("data"), all);
    }

    /** The embedded broker's configuration for these properties; its files are written, and no broker starts. */
    static BrokerConfig embeddedBroker(Map<String, String> options) {
        try (CampusCamel main = new CommandCamel(CommandOptions.of(options))) {
            main.init();
            List<String> buildings = BuildingSettings.all(main.settings()).stream().skip(1)
                    .map(BuildingSettings::building).toList();
            return BrokerFiles.config(main.settings(), main.getCamelContext()::resolvePropertyPlaceholders, buildings);
        }
    }

    /** Ends the brokers. */
    @Override
    public void close() {
        brokers.forEach(Mosquitto::close);
    }
}
