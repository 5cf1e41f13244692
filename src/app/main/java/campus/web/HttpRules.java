package campus.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the page's server does not serve. A page of another site can send a browser here, by its own name (DNS
 * rebinding) or from its own origin, and neither is let in.
 */
final class HttpRules {

    /** Of every answer: nothing but files of this server, no frame around it, and no guess of a type. */
    static final Map<String, String> HEADERS = Map.of(
            "content-security-policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "x-content-type-options", "nosniff",
            "x-frame-options", "DENY",
            "referrer-policy", "no-referrer",
            "cross-origin-resource-policy", "same-origin",
            "cross-origin-opener-policy", "same-origin",
            "cache-control", "no-store");

    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.%]+]|[a-z0-9._-]+)(:[0-9]{1,5})?");
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    /** By which a proxy tells that the request comes from elsewhere (RFC 7239, and its usage before). */
    private static final List<String> FORWARDED = List.of("forwarded", "x-forwarded-for", "x-real-ip", "via");

    private final String ownHost;

    /** @param ownHost {@code campus.page.host} */
    HttpRules(String ownHost) {
        this.ownHost = ownHost.contains(":") ? "[" + ownHost + "]" : ownHost.toLowerCase(Locale.ROOT);
    }

    /** Whether the Host header names this server: as it was told, as this machine, or by the address that was used. */
    boolean isOwnHost(HttpRequest request, InetSocketAddress used) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        Matcher host = HOST.matcher(hosts.size() == 1 ? hosts.get(0).toLowerCase(Locale.ROOT) : "");
        if (!host.matches()) {
            return false;
        }
        String name = host.group(1);
        return LOCAL.contains(name) || name.equals(ownHost) || name.equals(HttpUtil.formatHostnameForHttp(used));
    }

    /**
     * Whether the request comes from this machine, and no proxy says that it passes it on.
     *
     * @param from address of the browser
     * @param to   address that it used; one that is its own is of the same machine
     */
    static boolean isLocal(HttpHeaders headers, InetAddress from, InetAddress to) {
        return (from.isLoopbackAddress() || from.equals(to)) && FORWARDED.stream().noneMatch(headers::contains);
    }

    /** Whether a page of this server sends the request (RFC 6454); a browser tells that and a page cannot change it. */
    static boolean isOwnOrigin(HttpHeaders headers) {
        return ("http://" + headers.get(HttpHeaderNames.HOST)).equalsIgnoreCase(headers.get(HttpHeaderNames.ORIGIN));
    }
}
