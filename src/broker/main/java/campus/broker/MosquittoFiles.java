package campus.broker;

import campus.base.ConfigFile;
import campus.base.PrivateFile;
import campus.base.SettingException;
import campus.base.Settings;
import campus.broker.limits.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The configuration of a Mosquitto that does what the embedded broker would: the same listeners, users and permissions,
 * and those limits that Mosquitto has. For an open network it is the better broker.
 */
public final class MosquittoFiles {

    private static final String COMMENT = """
            # For Mosquitto 2.0, written by: campus broker mosquitto
            # The user that runs Mosquitto must be able to read all files that are named here.
            # The embedded broker has these limits, Mosquitto has none of them: levels of topics, subscriptions of
            # a client and in all, retained topics and their bytes, publications a second, sessions per user, time
            # for a CONNECT, a budget for each first level of topics. Mosquitto drops what waits for a client beyond
            # max_queued_bytes, and acknowledges it all the same.
            # Client identifiers belong to no user here: a client ends the session of another with its identifier,
            # and one without a user name may read the answers below any identifier.
            """;

    private MosquittoFiles() {
    }

    /**
     * Writes {@code mosquitto.conf}, and the files that it names and no property does, to a folder.
     *
     * @param placeholders resolves {@code {{key}}} in a text
     * @param buildings    names of further buildings, on whose topics the user of the building may publish too
     * @param force        whether to replace a {@code mosquitto.conf} with another content
     * @return the file
     * @throws SettingException naming the property that cannot be used, the folder that cannot be written, or the
     *                          {@code mosquitto.conf} that would be replaced
     */
    public static Path write(Settings settings, UnaryOperator<String> placeholders, List<String> buildings,
            Path folder, boolean force) {
        Path absolute = folder.toAbsolutePath();
        Path file = absolute.resolve("mosquitto.conf");
        try {
            Limits limits = Limits.of(settings);
            List<String> lines = new ArrayList<>(List.of("allow_anonymous true",
                    "acl_file " + file(settings, "campus.broker.acl-file", absolute.resolve("acl_file")),
                    "password_file " + file(settings, "campus.broker.password-file", absolute.resolve("password_file")),
                    "sys_interval " + settings.duration("campus.broker.sys-interval", Duration.ZERO).toSeconds(),
                    "max_packet_size " + limits.packets().bytes(),
                    "max_queued_messages 0",
                    "max_queued_bytes " + limits.sessions().bytes(),
                    "persistent_client_expiration " + Math.max(1, limits.sessions().expiry().toHours()) + "h",
                    "persistence false"));
            for (Map.Entry<Listener, Integer> listener : BrokerFiles.ports(settings).entrySet()) {
                addListener(lines, settings, listener.getKey(), listener.getValue(), absolute, limits);
            }
            String text = COMMENT + String.join("\n", lines) + "\n";
            if (!force && Files.exists(file) && !Files.readString(file).equals(text)) {
                throw new SettingException(folder.resolve("mosquitto.conf")
                        + " exists with another content: give another folder, or --force to replace it");
            }
            BrokerFiles.aclFile(settings, absolute.resolve("acl_file"), placeholders, buildings);
            BrokerFiles.passwordFile(settings, absolute.resolve("password_file"));
            PrivateFile.write(file, text);
        } catch (IOException e) {
            throw new SettingException(folder + " cannot be written: " + ConfigFile.reason(e));
        }
        return file;
    }

    private static void addListener(List<String> lines, Settings settings, Listener listener, int port, Path folder,
            Limits limits) throws IOException {
        if (port == 0) {
            throw Settings.invalid(listener.key(), "0", "a port from 1 to 65535, for Mosquitto");
        }
        lines.add("");
        lines.add("listener " + port + " " + settings.text("campus.broker.host"));
        lines.add("max_connections " + limits.connections());
        if (listener == Listener.WEB_SOCKET || listener == Listener.SECURE_WEB_SOCKET) {
            lines.add("protocol websockets");
        }
        if (listener.secure()) {
            lines.add("certfile " + certificate(settings, "cert", "server.crt", folder));
            lines.add("keyfile " + certificate(settings, "key", "server.key", folder));
        }
        if (listener == Listener.CLIENT_TLS) {
            lines.add("cafile " + certificate(settings, "cafile", "ca.crt", folder));
            lines.add("require_certificate true");
        }
    }

    private static Path certificate(Settings settings, String key, String name, Path folder) throws IOException {
        String property = "campus.broker.tls." + key;
        return settings.optional(property).isPresent() ? file(settings, property, folder)
                : BrokerFiles.certificate(settings, folder.resolve("certificates"), name);
    }

    /** The file that a property names, else the one that is made. */
    private static Path file(Settings settings, String property, Path made) {
        return settings.optional(property).isPresent() ? settings.path(property).toAbsolutePath() : made;
    }
}
