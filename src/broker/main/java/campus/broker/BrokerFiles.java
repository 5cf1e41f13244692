package campus.broker;

import campus.base.ConfigFile;
import campus.base.PrintableText;
import campus.base.PrivateFile;
import campus.base.SettingException;
import campus.base.Settings;
import campus.broker.certificates.Certificates;
import campus.broker.limits.Limits;
import campus.broker.users.Passwords;
import campus.link.tls.TlsFileException;
import campus.link.tls.TlsFiles;
import campus.mqtt.TopicFilter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * The files of the embedded broker: those that {@code campus.broker.*} names, else files in the folder {@code broker}
 * of the data folder. Those are made of the packaged {@code acl_file}, of the users in the properties, and of new
 * certificates. Their formats are Mosquitto's, so Mosquitto can use the same files.
 */
public final class BrokerFiles {

    private static final TlsFiles TLS = new TlsFiles("campus.broker.tls.cafile", "campus.broker.tls.cert",
            "campus.broker.tls.key", "campus.broker.tls.key-password");
    private static final Set<String> EVERY_INTERFACE = Set.of("0.0.0.0", "::");
    /** The user of the page in a browser. */
    public static final String PAGE_USER = "pagina";

    private static final String[] USERS = {"campus.student", "campus.teacher", "campus.building"};

    private BrokerFiles() {
    }

    /**
     * The configuration of the embedded broker by {@code campus.broker.*}. Missing files are made; those of users and
     * permissions are written anew each time.
     *
     * @param placeholders resolves {@code {{key}}} in a text
     * @param buildings    names of further buildings, on whose topics the user of the building may publish too
     * @throws SettingException naming the property that cannot be used, or the folder that cannot be written
     * @throws TlsFileException naming the property whose PEM file cannot be used
     */
    public static BrokerConfig config(Settings settings, UnaryOperator<String> placeholders, List<String> buildings) {
        Path folder = settings.path("campus.data-dir").resolve("broker");
        try {
            Map<Listener, Integer> ports = ports(settings);
            return new BrokerConfig(settings.text("campus.broker.host"), ports,
                    tls(settings, ports.keySet(), folder.resolve("certificates")),
                    aclFile(settings, folder.resolve("acl_file"), placeholders, buildings),
                    passwordFile(settings, folder.resolve("password_file")),
                    settings.duration("campus.broker.sys-interval", Duration.ZERO), Limits.of(settings));
        } catch (IOException e) {
            throw new SettingException(folder + " cannot be written (" + ConfigFile.reason(e)
                    + "): set campus.data-dir");
        }
    }

    /** TCP, and every other listener whose port is set. */
    static Map<Listener, Integer> ports(Settings settings) {
        Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
        for (Listener listener : Listener.values()) {
            if (listener == Listener.TCP || settings.optional(listener.key()).isPresent()) {
                int port = settings.integer(listener.key(), 0, 65535);
                ports.keySet().stream().filter(other -> port > 0 && ports.get(other) == port).forEach(other -> {
                    throw Settings.invalid(listener.key(), String.valueOf(port), "another port than that of "
                            + other.key());
                });
                ports.put(listener, port);
            }
        }
        return ports;
    }

    /** Of the files that properties name, else of certificates that are made once in the folder. */
    private static Optional<SSLContext> tls(Settings settings, Set<Listener> listeners, Path folder)
            throws IOException {
        if (listeners.stream().noneMatch(Listener::secure)) {
            return Optional.empty();
        }
        if (settings.optional(TLS.cert()).isPresent() || settings.optional(TLS.key()).isPresent()) {
            if (listeners.contains(Listener.CLIENT_TLS)) {
                settings.text(TLS.cafile());
            }
            return TLS.context(settings::optional);
        }
        Map<String, Path> made = Map.of(TLS.cert(), certificate(settings, folder, "server.crt"),
                TLS.key(), folder.resolve("server.key"), TLS.cafile(), folder.resolve("ca.crt"));
        return TLS.context(key -> settings.optional(key)
                .or(() -> Optional.ofNullable(made.get(key)).map(Path::toString)));
    }

    /** A file in a folder of certificates, which are made if it is not there. */
    static Path certificate(Settings settings, Path folder, String name) throws IOException {
        if (!Files.exists(folder.resolve(name))) {
            String host = settings.text("campus.broker.host");
            Certificates.make(folder, EVERY_INTERFACE.contains(host) ? List.of() : List.of(host), false,
                    Clock.systemUTC());
        }
        return folder.resolve(name);
    }

    static Path aclFile(Settings settings, Path file, UnaryOperator<String> placeholders,
            List<String> buildings) throws IOException {
        String key = "campus.broker.acl-file";
        if (settings.optional(key).isPresent()) {
            return settings.path(key);
        }
        try (InputStream template = BrokerFiles.class.getResourceAsStream("acl_file")) {
            String acl = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            PrivateFile.write(file, placeholders.apply(acl + section(buildings)) + everybody(settings));
        }
        return file;
    }

    private static String section(List<String> buildings) {
        return buildings.isEmpty() ? "" : "\n# The buildings that application.properties adds.\n"
                + section("{{campus.building.username}}", "readwrite", buildings)
                + section(PAGE_USER, "read", buildings);
    }

    private static String section(String user, String may, List<String> buildings) {
        return buildings.stream().map(building -> "topic " + may + " " + building + "/#\n")
                .collect(Collectors.joining("", "user " + user + "\n", ""));
    }

    /** The filters of {@code campus.broker.public}. A pattern is for every client, with a user name or without. */
    private static String everybody(Settings settings) {
        String key = "campus.broker.public";
        List<String> filters = settings.list(key);
        if (!filters.stream().allMatch(BrokerFiles::beginsWithAName)) {
            throw Settings.invalid(key, settings.text(key), "topic filters with commas between them, such as"
                    + " salon/#,/MIOT/#, each with a name in its first level");
        }
        return filters.isEmpty() ? "" : filters.stream().map(filter -> "pattern readwrite " + filter + "\n")
                .collect(Collectors.joining("", "\n# Everybody: campus.broker.public.\n", ""));
    }

    private static boolean beginsWithAName(String filter) {
        return TopicFilter.isValid(filter) && !filter.matches("#|[$+].*") && PrintableText.of(filter).equals(filter);
    }

    static Path passwordFile(Settings settings, Path file) throws IOException {
        String key = "campus.broker.password-file";
        if (settings.optional(key).isPresent()) {
            return settings.path(key);
        }
        Map<String, String> users = new LinkedHashMap<>();
        for (String user : USERS) {
            users.put(settings.text(user + ".username"), settings.text(user + ".password"));
        }
        settings.optional("campus.page.password").ifPresent(password -> users.putIfAbsent(PAGE_USER, password));
        Passwords.write(file, users);
        return file;
    }
}
