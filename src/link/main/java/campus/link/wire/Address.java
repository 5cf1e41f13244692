package campus.link.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address of a broker, {@code SCHEME://[USER[:PASSWORD]@]HOST[:PORT][/PATH]}, cut into its parts.
 *
 * @param scheme    {@code tcp}, {@code ssl}, {@code ws} or {@code wss}; {@code mqtt} is tcp, {@code mqtts} is ssl
 * @param user      decoded; empty if the address has none
 * @param password  decoded; empty if the address has none
 * @param host      a host name, or an IP address without brackets
 * @param givenPort as it stands there; 0 if there is none
 * @param path      as it stands there, with the slash before it; may be empty
 */
public record Address(String scheme, Optional<String> user, Optional<String> password, String host, int givenPort,
        String path) {

    /** What an address looks like. */
    public static final String ACCEPTED = "accepted is tcp://host:port, ssl://host:port, ws://host:port or"
            + " wss://host:port, with user:password@ before the host if you like, and several of them with commas";

    private static final Map<String, String> SCHEMES =
            Map.of("tcp", "tcp", "mqtt", "tcp", "ssl", "ssl", "mqtts", "ssl", "ws", "ws", "wss", "wss");
    private static final Map<String, Integer> PORTS = Map.of("tcp", 1883, "ssl", 8883, "ws", 80, "wss", 443);
    /** The last {@code @} before the path ends the password; a second one is refused below. */
    private static final Pattern PARTS = Pattern.compile(
            "([a-z]+)://(?:([^/]*)@)?(?:\\[([^\\]/]*)]|([^/:\\[\\]]*))(:[^/@]*)?(/.*)?", Pattern.DOTALL);
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}");
    private static final Pattern HOST = Pattern.compile(
            "[\\p{L}\\p{N}._-]+|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Za-z:.%]*");
    private static final int MAX_PORT = 65_535;

    /**
     * The addresses in a property, separated by commas, in their order.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static List<Address> list(String urls) {
        return Stream.of(urls.split(",", -1)).map(String::strip).map(Address::of).toList();
    }

    /**
     * Cuts an address.
     *
     * @throws IllegalArgumentException with the problem, without the text, which may hold a password
     */
    public static Address of(String url) {
        if (url.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("there is a blank in it; as a part of it, a blank is written %20");
        }
        Matcher parts = PARTS.matcher(url);
        if (!parts.matches() || !SCHEMES.containsKey(parts.group(1))) {
            throw new IllegalArgumentException("it is not the address of an MQTT broker");
        }
        String userInfo = Optional.ofNullable(parts.group(2)).orElse("");
        if (userInfo.indexOf('@') >= 0) {
            throw new IllegalArgumentException("in user and password, @ is written %40, : is %3A and / is %2F");
        }
        String[] login = userInfo.isEmpty() ? new String[0] : userInfo.split(":", 2);
        return new Address(SCHEMES.get(parts.group(1)),
                login.length > 0 ? Optional.of(decoded(login[0])) : Optional.empty(),
                login.length > 1 ? Optional.of(decoded(login[1])) : Optional.empty(),
                requireHost(parts.group(3) == null ? parts.group(4) : parts.group(3)), port(parts.group(5)),
                Optional.ofNullable(parts.group(6)).orElse(""));
    }

    private static int port(String colon) {
        if (colon == null) {
            return 0;
        }
        if (!PORT.matcher(colon).matches() || Integer.parseInt(colon.substring(1)) > MAX_PORT) {
            throw new IllegalArgumentException("its port is not a number from 1 to 65535");
        }
        return Integer.parseInt(colon.substring(1));
    }

    /**
     * Checks the name or address of a host, without brackets.
     *
     * @throws IllegalArgumentException with the problem
     */
    public static String requireHost(String host) {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("its host is not a name of letters, digits, -, _ and . or an IP"
                    + " address");
        }
        return host;
    }

    /** A text with {@code %40} for {@code @}, decoded; a plus is a plus. */
    public static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a % in it is written %25");
        }
    }

    /** The port, or the default port of the scheme. */
    public int port() {
        return givenPort > 0 ? givenPort : PORTS.get(scheme);
    }

    /** Whether the scheme asks for TLS. */
    public boolean isTls() {
        return scheme.equals("ssl") || scheme.equals("wss");
    }

    /** Whether the scheme asks for a WebSocket. */
    public boolean isWebSocket() {
        return scheme.startsWith("ws");
    }

    /** The transport in words. */
    public String transport() {
        return (isWebSocket() ? "WebSocket on " : "") + (isTls() ? "TLS" : "plain TCP");
    }

    /** The address of the WebSocket handshake; its path is {@code /mqtt} if there is none. */
    URI webSocket() throws URISyntaxException {
        return new URI(scheme + "://" + bracketed() + ":" + port() + (path.length() > 1 ? path : "/mqtt"));
    }

    private String bracketed() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** The address without user and password: what may be shown. */
    @Override
    public String toString() {
        return scheme + "://" + bracketed() + (givenPort > 0 ? ":" + givenPort : "") + path;
    }
}
