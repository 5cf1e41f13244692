package campus.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a broker, {@code SCHEME://[USER[:PASSWORD]@]HOST[:PORT][/PATH]}, cut into its parts.
 *
 * @param user     decoded; empty if the address has none
 * @param password decoded; empty if the address has none
 * @param port     with the colon before it; empty for that of the scheme
 * @param path     as it stands there, with the slash before it; may be empty
 */
public record BrokerUrl(String scheme, Optional<String> user, Optional<String> password, String host, String port,
        String path) {

    private static final Set<String> SCHEMES = Set.of("tcp", "mqtt", "ssl", "mqtts", "ws", "wss");
    /** The last {@code @} before the path ends the password; a second one is told below. */
    private static final Pattern PARTS = Pattern.compile(
            "([a-z]+)://(?:([^/]*)@)?(\\[[^\\]/]*]|[^/:\\[\\]]*)(:[^/@]*)?(/.*)?", Pattern.DOTALL);
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}");
    private static final int MAX_PORT = 65_535;

    /**
     * Cuts an address.
     *
     * @throws IllegalArgumentException with the problem, without the text, which may hold a password
     */
    public static BrokerUrl parse(String text) {
        if (text.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("there is a blank in it; as a part of it, a blank is written %20");
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches() || !SCHEMES.contains(parts.group(1))) {
            throw new IllegalArgumentException("it is not the address of an MQTT broker");
        }
        String userInfo = Optional.ofNullable(parts.group(2)).orElse("");
        if (userInfo.indexOf('@') >= 0) {
            throw new IllegalArgumentException("in user and password, @ is written %40, : is %3A and / is %2F");
        }
        String[] login = userInfo.isEmpty() ? new String[0] : userInfo.split(":", 2);
        String host = parts.group(3);
        String port = Optional.ofNullable(parts.group(4)).orElse("");
        requireHost(host);
        if (!port.isEmpty() && (!PORT.matcher(port).matches() || Integer.parseInt(port.substring(1)) > MAX_PORT)) {
            throw new IllegalArgumentException("its port is not a number from 1 to 65535");
        }
        return new BrokerUrl(parts.group(1), login.length > 0 ? Optional.of(decoded(login[0])) : Optional.empty(),
                login.length > 1 ? Optional.of(decoded(login[1])) : Optional.empty(), host, port,
                Optional.ofNullable(parts.group(5)).orElse(""));
    }

    /**
     * Checks the name or address of a host; an IPv6 address is in brackets.
     *
     * @throws IllegalArgumentException with the problem
     */
    public static void requireHost(String host) {
        try {
            if (host.equals(new URI("tcp://" + host).getHost())) {
                return;
            }
        } catch (URISyntaxException e) {
            // refused below, in words for the user
        }
        throw new IllegalArgumentException("its host is not a name of letters, digits, - and . or an IP address");
    }

    /** A text with {@code %40} for {@code @}, decoded; a plus is a plus. */
    public static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a % in it is written %25");
        }
    }

    /** The address without user and password: what may be shown, and what the link gets. */
    public String address() {
        return scheme + "://" + host + port + path;
    }
}
