package campus.link.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address of a broker, such as {@code tcp://host:1883}.
 *
 * @param scheme   {@code tcp}, {@code ssl}, {@code ws} or {@code wss}
 * @param host     a host name, or an IP address without brackets
 * @param port     the port, or the default port of the scheme
 * @param path     path and query of a WebSocket, {@code /mqtt} if there is none; empty for another scheme
 * @param user     the user before the host name
 * @param password the password after that user
 * @param text     the address as it was written, without user and password
 */
public record Address(String scheme, String host, int port, String path, Optional<String> user,
        Optional<String> password, String text) {

    private static final Pattern URL = Pattern.compile("(tcp|mqtt|ssl|mqtts|ws|wss)://(?:([^/]*)@)?"
            + "(\\[[0-9A-Fa-f:.%]+]|[^\\s:/@\\[\\]]+)(?::([0-9]{1,5}))?(/\\S*)?");
    private static final int LAST_PORT = 65_535;

    /**
     * The addresses in a property, separated by commas, in their order.
     *
     * @throws IllegalArgumentException if one cannot be used; the message holds no password
     */
    public static List<Address> list(String urls) {
        return Stream.of(urls.strip().split("\\s*,\\s*")).map(Address::of).toList();
    }

    /**
     * One address.
     *
     * @throws IllegalArgumentException if it cannot be used; the message holds no password
     */
    public static Address of(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches() || port(parts) < 1 || port(parts) > LAST_PORT) {
            throw new IllegalArgumentException("the address " + url.replaceFirst("//.*@", "//")
                    + " cannot be used: accepted is tcp://host:port, ssl://host:port, ws://host:port/path or"
                    + " wss://host:port/path, and several of them with commas between");
        }
        String scheme = scheme(parts);
        String path = parts.group(5) == null || parts.group(5).equals("/") ? "" : parts.group(5);
        String[] user = parts.group(2) == null ? new String[0] : parts.group(2).split(":", 2);
        return new Address(scheme, parts.group(3).replaceAll("[\\[\\]]", ""), port(parts),
                !scheme.startsWith("ws") ? "" : path.isEmpty() ? "/mqtt" : path,
                user.length > 0 ? Optional.of(decoded(user[0])) : Optional.empty(),
                user.length > 1 ? Optional.of(decoded(user[1])) : Optional.empty(),
                scheme + "://" + parts.group(3) + (parts.group(4) == null ? "" : ":" + parts.group(4)) + path);
    }

    private static String scheme(Matcher parts) {
        return switch (parts.group(1)) {
            case "mqtt" -> "tcp";
            case "mqtts" -> "ssl";
            default -> parts.group(1);
        };
    }

    private static int port(Matcher parts) {
        if (parts.group(4) != null) {
            return Integer.parseInt(parts.group(4));
        }
        return switch (scheme(parts)) {
            case "ssl" -> 8883;
            case "ws" -> 80;
            case "wss" -> 443;
            default -> 1883;
        };
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that begins no code is itself.
            return text;
        }
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

    /** The address of the WebSocket handshake. */
    URI webSocket() throws URISyntaxException {
        return new URI(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + path);
    }

    @Override
    public String toString() {
        return text;
    }
}
