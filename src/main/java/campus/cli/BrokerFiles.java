package campus.cli;

import campus.base.OwnerOnly;
import campus.base.SettingException;
import campus.base.Settings;
import campus.broker.BrokerConfig;
import campus.broker.EmbeddedBroker;
import campus.broker.Passwords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The embedded broker's users and permissions: the files that properties name, else files made of the packaged
 * {@code acl_file} and the users that properties set, under {@code broker/} in the data folder. They are Mosquitto's
 * own formats, so a real Mosquitto can take the same two files.
 */
final class BrokerFiles {

    private static final String[] USERS = {"campus.student", "campus.teacher", "campus.building"};

    private BrokerFiles() {
    }

    /**
     * What the embedded broker is started with.
     *
     * @param placeholders resolves {@code {{key}}} in a text
     */
    static BrokerConfig config(Settings settings, UnaryOperator<String> placeholders) {
        Path folder = settings.path("campus.data-dir").resolve("broker");
        try {
            return new BrokerConfig(settings.text("campus.broker.host"),
                    settings.integer("campus.broker.port", 0, 65535),
                    aclFile(settings, folder.resolve("acl_file"), placeholders),
                    passwordFile(settings, folder.resolve("password_file")));
        } catch (IOException e) {
            throw new SettingException(folder + " cannot be written (" + e + "): set campus.data-dir");
        }
    }

    private static Path aclFile(Settings settings, Path file, UnaryOperator<String> placeholders) throws IOException {
        String key = "campus.broker.acl-file";
        if (settings.optional(key).isPresent()) {
            return settings.path(key);
        }
        try (InputStream template = EmbeddedBroker.class.getResourceAsStream("acl_file")) {
            String acl = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            OwnerOnly.write(file, placeholders.apply(acl));
        }
        return file;
    }

    private static Path passwordFile(Settings settings, Path file) throws IOException {
        String key = "campus.broker.password-file";
        if (settings.optional(key).isPresent()) {
            return settings.path(key);
        }
        Map<String, String> users = new LinkedHashMap<>();
        for (String user : USERS) {
            users.put(settings.text(user + ".username"), settings.text(user + ".password"));
        }
        Passwords.write(file, users);
        return file;
    }
}
