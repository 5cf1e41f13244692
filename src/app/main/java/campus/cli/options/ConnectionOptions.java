package campus.cli.options;

import campus.base.SettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Address and user of a connection, by the letters of Mosquitto's tools. */
public final class ConnectionOptions {

    private static final Map<String, Integer> PORTS = Map.of("tcp", 1883, "ssl", 8883, "ws", 8080, "wss", 8081);
    private static final Map<String, String> SCHEMES =
            Map.of("mqtt", "tcp", "tcp", "tcp", "mqtts", "ssl", "ssl", "ssl", "ws", "ws", "wss", "wss");

    @Option(names = {"-h", "--host"}, paramLabel = "HOST",
            description = "Host name or address of the broker (default: the one in application.properties).")
    private String host;

    @Option(names = {"-p", "--port"}, paramLabel = "PORT",
            description = "Port of the broker (default: 1883; TLS 8883).")
    private Integer port;

    @Option(names = {"-u", "--username"}, paramLabel = "USER", description = "User name.")
    private String user;

    @Option(names = {"-P", "--pw"}, paramLabel = "PASSWORD", description = "Password.")
    private String password;

    @Option(names = {"-i", "--id"}, paramLabel = "ID", description = "MQTT client identifier (default: a random one).")
    private String id;

    @Option(names = {"-L", "--url"}, paramLabel = "URL",
            description = "All in one: mqtt://user:password@host:port/topic; mqtts:// for TLS, ws:// and wss:// for"
                    + " WebSocket.")
    private String url;

    @Mixin
    private TlsOptions tls;

    /**
     * The options as properties for a command that has a user of its own.
     *
     * @param userKey     the property that takes the user name, if one was given
     * @param passwordKey the property that takes the password, if one was given
     * @throws SettingException if an option cannot be used
     */
    public Map<String, String> properties(String userKey, String passwordKey) {
        Map<String, String> properties = new LinkedHashMap<>(tls.properties());
        Optional<URI> uri = uri();
        if (uri.isPresent() || host != null || port != null || !properties.isEmpty()) {
            properties.put("camel.component.paho-mqtt5.broker-url", brokerUrl(uri));
        }
        String[] userInfo = uri.map(URI::getUserInfo).map(info -> info.split(":", 2)).orElse(new String[0]);
        put(properties, userKey, user != null ? user : userInfo.length > 0 ? userInfo[0] : null);
        put(properties, passwordKey, password != null ? password : userInfo.length > 1 ? userInfo[1] : null);
        put(properties, "camel.component.paho-mqtt5.client-id", id);
        return properties;
    }

    /**
     * The options as properties for a command that is anonymous unless a user is given.
     *
     * @throws SettingException if an option cannot be used
     */
    public Map<String, String> properties() {
        return properties("camel.component.paho-mqtt5.user-name", "camel.component.paho-mqtt5.password");
    }

    /** The topic in {@code -L}; empty if there is none. */
    public Optional<String> topic() {
        return uri().map(URI::getPath).filter(path -> path.length() > 1).map(path -> path.substring(1));
    }

    private String brokerUrl(Optional<URI> uri) {
        String scheme = scheme(uri);
        String address = host != null ? host : uri.map(URI::getHost).orElse("127.0.0.1");
        int number = port != null ? port : uri.map(URI::getPort).filter(p -> p > 0).orElse(PORTS.get(scheme));
        if (number < 1 || number > 65535) {
            throw new SettingException("-p " + number + " cannot be used: accepted is a port from 1 to 65535");
        }
        boolean ipv6 = address.contains(":") && !address.startsWith("[");
        return scheme + "://" + (ipv6 ? "[" + address + "]" : address) + ":" + number;
    }

    /** With files for TLS, a scheme without TLS becomes the one with it. */
    private String scheme(Optional<URI> uri) {
        String scheme = uri.map(URI::getScheme).map(SCHEMES::get).orElse("tcp");
        if (tls.properties().isEmpty()) {
            return scheme;
        }
        return scheme.startsWith("ws") ? "wss" : "ssl";
    }

    private Optional<URI> uri() {
        if (url == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(url);
            if (uri.getScheme() != null && SCHEMES.containsKey(uri.getScheme()) && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // The message below does not have the text, which may hold a password.
        }
        throw new SettingException("-L cannot be used: accepted is mqtt(s)://[user[:password]@]host[:port][/topic], and"
                + " the same with ws(s)://");
    }

    private static void put(Map<String, String> properties, String key, String value) {
        if (value != null) {
            properties.put(key, value);
        }
    }
}
