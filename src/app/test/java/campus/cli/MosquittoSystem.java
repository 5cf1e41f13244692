package campus.cli;

import campus.app.Configuration;
import campus.base.Settings;
import campus.broker.BrokerConfig;
import campus.broker.BrokerFiles;
import campus.testkit.Mosquitto;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;

/** The application beside a real Mosquitto with the ACL and password files that the embedded broker takes. */
final class MosquittoSystem {

    private static final Map<String, String> PASSWORDS = Map.of("campus.building.password", "b)u&i=l+d%20ing",
            "campus.teacher.password", "t$e{a}c;h#er");

    private MosquittoSystem() {
    }

    static Mosquitto startMosquitto(Path folder, int port, Map<String, String> options) throws Exception {
        BrokerConfig files = files(folder, options);
        return Mosquitto.start(folder, port, "allow_anonymous true", "acl_file " + files.aclFile(),
                "password_file " + files.passwordFile());
    }

    /** The files that the embedded broker would be started with. */
    private static BrokerConfig files(Path folder, Map<String, String> more) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(PASSWORDS);
        options.put("campus.data-dir", folder.resolve("mosquitto").toString());
        options.putAll(more);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties properties = Configuration.load(options, true);
            context.getPropertiesComponent().setOverrideProperties(properties);
            return BrokerFiles.config(
                    new Settings(context.getPropertiesComponent()::resolveProperty),
                    context::resolvePropertyPlaceholders, Configuration.buildings(properties));
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
