package campus.cli;

import campus.base.SettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** To which broker and as whom, with the letters of Mosquitto's tools. */
final class ConnectionOptions {

    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;

    @Option(names = {"-h", "--host"}, paramLabel = "HOST",
            description = "Host name or address of the broker (default: the one in application.properties).")
    private String host;

    @Option(names = {"-p", "--port"}, paramLabel = "PORT", description = "Port of the broker (default: 1883).")
    private Integer port;

    @Option(names = {"-u", "--username"}, paramLabel = "USER", description = "User name.")
    private String user;

    @Option(names = {"-P", "--pw"}, paramLabel = "PASSWORD", description = "Password.")
    private String password;

    @Option(names = {"-i", "--id"}, paramLabel = "ID", description = "MQTT client identifier (default: a random one).")
    private String id;

    @Option(names = {"-L", "--url"}, paramLabel = "URL",
            description = "All in one: mqtt://user:password@host:port/topic, or mqtts://... for TLS.")
    private String url;

    @Mixin
    private TlsOptions tls;

    /** Gives the command's connections the TLS files, if there are any. */
    void secure(CampusMain main) {
        tls.socketFactory().ifPresent(factory -> {
            main.bind("tls", factory);
            main.addOverrideProperty("camel.component.paho-mqtt5.socket-factory", "#tls");
        });
    }

    /**
     * The options as properties for a command that has a user of its own.
     *
     * @param userKey     the property that takes the user name, if one was given
     * @param passwordKey the property that takes the password, if one was given
     * @throws SettingException where an option cannot be used
     */
    Map<String, String> properties(String userKey, String passwordKey) {
        Map<String, String> properties = new LinkedHashMap<>();
        Optional<URI> uri = uri();
        if (uri.isPresent() || host != null || port != null || tls.given()) {
            properties.put("camel.component.paho-mqtt5.broker-url", brokerUrl(uri));
        }
        String[] userInfo = uri.map(URI::getUserInfo).map(info -> info.split(":", 2)).orElse(new String[0]);
        put(properties, userKey, user != null ? user : userInfo.length > 0 ? userInfo[0] : null);
        put(properties, passwordKey, password != null ? password : userInfo.length > 1 ? userInfo[1] : null);
        put(properties, "camel.component.paho-mqtt5.client-id", id);
        return properties;
    }

    /** The options as properties for a command that is anonymous unless a user is given. */
    Map<String, String> properties() {
        return properties("camel.component.paho-mqtt5.user-name", "camel.component.paho-mqtt5.password");
    }

    /** The topic in {@code -L}, if there is one. */
    Optional<String> topic() {
        return uri().map(URI::getPath).filter(path -> path.length() > 1).map(path -> path.substring(1));
    }

    private String brokerUrl(Optional<URI> uri) {
        boolean secure = tls.given() || uri.isPresent() && uri.get().getScheme().equals("mqtts");
        String address = host != null ? host : uri.map(URI::getHost).orElse("127.0.0.1");
        int number = port != null ? port : uri.map(URI::getPort).filter(p -> p > 0).orElse(secure ? TLS_PORT : PORT);
        if (number < 1 || number > 65535) {
            throw new SettingException("-p " + number + " cannot be used: accepted is a port from 1 to 65535");
        }
        boolean ipv6 = address.contains(":") && !address.startsWith("[");
        return (secure ? "ssl://" : "tcp://") + (ipv6 ? "[" + address + "]" : address) + ":" + number;
    }

    private Optional<URI> uri() {
        if (url == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(url);
            boolean mqtt = "mqtt".equals(uri.getScheme()) || "mqtts".equals(uri.getScheme());
            if (mqtt && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // said below, without the text, which may hold a password
        }
        throw new SettingException("-L cannot be used: accepted is mqtt(s)://[user[:password]@]host[:port][/topic]");
    }

    private static void put(Map<String, String> properties, String key, String value) {
        if (value != null) {
            properties.put(key, value);
        }
    }
}
