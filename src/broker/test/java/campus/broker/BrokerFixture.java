package campus.broker;

import campus.broker.limits.Limits;
import campus.broker.limits.LimitsFile;
import campus.broker.users.Passwords;
import campus.testkit.HostileClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The packaged ACL with its names resolved, and a password file, in a folder of a test. */
record BrokerFixture(Path acl, Path passwords) {

    static final Map<String, String> USERS = HostileClient.USERS;

    static BrokerFixture in(Path folder) {
        try (InputStream packaged = BrokerFiles.class.getResourceAsStream("acl_file")) {
            String acl = new String(packaged.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{{campus.student.username}}", "dst")
                    .replace("{{campus.teacher.username}}", "profesor")
                    .replace("{{campus.building.username}}", "edificio")
                    .replace("{{campus.exchange.response-topic}}", "DST/RESPUESTA")
                    .replace("{{campus.sensors.building}}", "EDIFICIO_1") + "pattern readwrite salon/#\n";
            Path passwords = folder.resolve("password_file");
            Passwords.write(passwords, USERS);
            return new BrokerFixture(Files.writeString(folder.resolve("acl_file"), acl), passwords);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EmbeddedBroker start() {
        return EmbeddedBroker.start(config(0));
    }

    EmbeddedBroker start(Limits limits) {
        return EmbeddedBroker.start(config("127.0.0.1", 0, limits));
    }

    BrokerConfig config(int port) {
        return config("127.0.0.1", port, LimitsFile.limits());
    }

    BrokerConfig config(String host, int port, Limits limits) {
        return new BrokerConfig(host, Map.of(Listener.TCP, port), Optional.empty(), acl, passwords, Duration.ZERO,
                limits);
    }
}
