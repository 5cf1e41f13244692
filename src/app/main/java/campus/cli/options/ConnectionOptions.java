package campus.cli.options;

import campus.app.CommandOptions;
import campus.base.SettingException;
import campus.link.wire.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Address, user and TLS of a connection, by the letters and names of Mosquitto's tools. */
public final class ConnectionOptions {

    private static final Map<String, Integer> PORTS = Map.of("tcp", 1883, "ssl", 8883, "ws", 8080, "wss", 8081);

    @Option(names = {"-h", "--host"}, paramLabel = "HOST",
            description = "Host name or address of the broker (default: the one in application.properties).")
    private String host;

    @Option(names = {"-p", "--port"}, paramLabel = "PORT",
            description = "Port of the broker (default: 1883; TLS 8883).")
    private Integer port;

    @Option(names = {"-u", "--username"}, paramLabel = "USER", description = "User name.")
    private String user;

    @Option(names = {"-P", "--pw"}, paramLabel = "PASSWORD", description = "Password (default: for a user of"
            + " application.properties on its broker or on this machine, the one that is set or kept for it).")
    private String password;

    @Option(names = {"-i", "--id"}, paramLabel = "ID", description = "MQTT client identifier (default: a random one).")
    private String id;

    @Option(names = {"-L", "--url"}, paramLabel = "URL",
            description = "All in one: mqtt://user:password@host:port/topic; mqtts:// for TLS, ws:// and wss:// for"
                    + " WebSocket. In it, @ of a password is written %%40.")
    private String url;

    @Option(names = "--cafile", paramLabel = "FILE",
            description = "PEM file of the CA that signed the broker's certificate (campus.tls.cafile).")
    private String cafile;

    @Option(names = "--cert", paramLabel = "FILE",
            description = "PEM file of the client's certificate (campus.tls.cert).")
    private String cert;

    @Option(names = "--key", paramLabel = "FILE",
            description = "PEM file of the client's private key (campus.tls.key).")
    private String key;

    /**
     * The address as a property, if options say something about it.
     *
     * @throws SettingException if an option cannot be used
     */
    public Map<String, String> properties() {
        Optional<Address> given = url();
        boolean address = given.isPresent() || host != null || port != null || !tlsFiles().isEmpty();
        return address ? Map.of(CommandOptions.BROKER_URL, brokerUrl(given)) : Map.of();
    }

    /**
     * The options that are literal text, by the keys of their properties: user, password, client identifier and files.
     *
     * @param userKey     the property that takes the user name, if one was given
     * @param passwordKey the property that takes the password, if one was given
     * @throws SettingException if an option cannot be used
     */
    public Map<String, String> literals(String userKey, String passwordKey) {
        Map<String, String> literals = new LinkedHashMap<>(tlsFiles());
        literals.put(userKey, user != null ? user : url().flatMap(Address::user).orElse(null));
        literals.put(passwordKey, password != null ? password : url().flatMap(Address::password).orElse(null));
        literals.put(CommandOptions.CLIENT_ID, id);
        literals.values().removeIf(value -> value == null);
        return literals;
    }

    /** The topic in {@code -L}; empty if there is none. */
    public Optional<String> topic() {
        return url().map(Address::path).filter(path -> path.length() > 1).map(path -> {
            try {
                return Address.decoded(path.substring(1));
            } catch (IllegalArgumentException e) {
                throw unusableUrl(e);
            }
        });
    }

    /** The files that were given, by the keys of their properties; if there is one, the connection uses TLS. */
    private Map<String, String> tlsFiles() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("campus.tls.cafile", cafile);
        files.put("campus.tls.cert", cert);
        files.put("campus.tls.key", key);
        files.values().removeIf(value -> value == null);
        return files;
    }

    private String brokerUrl(Optional<Address> given) {
        String scheme = scheme(given);
        String address = host != null ? host() : given.map(Address::host).orElse("127.0.0.1");
        int number = port != null ? port
                : given.map(Address::givenPort).filter(own -> own > 0).orElse(PORTS.get(scheme));
        if (number < 1 || number > 65535) {
            throw new SettingException((port != null ? "-p " : "port ") + number
                    + " cannot be used: accepted is a port from 1 to 65535");
        }
        return new Address(scheme, Optional.empty(), Optional.empty(), address, number, "").toString();
    }

    private String host() {
        try {
            return Address.requireHost(host.replaceFirst("^\\[(.*)]$", "$1"));
        } catch (IllegalArgumentException e) {
            throw new SettingException("-h '" + host + "' cannot be used: accepted is a host name of letters, digits,"
                    + " -, _ and ., or an IP address; the port is -p, and a URL is -L");
        }
    }

    /** With files for TLS, a scheme without TLS becomes the one with it. */
    private String scheme(Optional<Address> given) {
        String scheme = given.map(Address::scheme).orElse("tcp");
        if (tlsFiles().isEmpty()) {
            return scheme;
        }
        return scheme.startsWith("ws") ? "wss" : "ssl";
    }

    private Optional<Address> url() {
        try {
            return Optional.ofNullable(url).map(Address::of);
        } catch (IllegalArgumentException e) {
            throw unusableUrl(e);
        }
    }

    /** The message does not have the URL, which may hold a password. */
    private static SettingException unusableUrl(IllegalArgumentException reason) {
        return new SettingException("-L cannot be used: " + reason.getMessage() + "; accepted is"
                + " mqtt(s)://[user[:password]@]host[:port][/topic], and the same with ws(s)://");
    }
}
