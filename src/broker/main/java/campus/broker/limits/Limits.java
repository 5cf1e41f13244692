package campus.broker.limits;

import campus.base.Settings;
import java.time.Duration;
import java.util.Set;

/**
 * The limits of the embedded broker, {@code campus.broker.limit.*}. Those of packets and {@code waitingPercent} are for
 * all, the others for all but the trusted users.
 *
 * @param trusted        {@code campus.broker.trusted-users}
 * @param responses      topic below which a client may name only a Response Topic that it may read itself
 * @param connections    clients that may be connected
 * @param connectTimeout for the whole CONNECT, with TLS and WebSocket
 * @param waitingPercent of the heap: messages that may wait below one first level of topics
 */
public record Limits(Set<String> trusted, String responses, Packets packets, Sessions sessions, Retained retained,
        Rates rates, int connections, Duration connectTimeout, int waitingPercent) {

    private static final int KIB = 1024;

    /**
     * Of one packet.
     *
     * @param bytes  of the largest
     * @param levels of a topic or filter
     */
    public record Packets(int bytes, int levels) {
    }

    /**
     * Of sessions and their subscriptions.
     *
     * @param filters      of one client, trusted or not
     * @param filtersInAll of all clients
     * @param perUser      that outlive their connection, of one user
     * @param inAll        that outlive their connection
     * @param expiry       how long they do, at most
     * @param bytes        that wait for one of them
     */
    public record Sessions(int filters, int filtersInAll, int perUser, int inAll, Duration expiry, int bytes) {
    }

    /** Topics with a retained message, and bytes of these messages. */
    public record Retained(int perUser, int inAll, int bytesPerUser, int bytesInAll) {
    }

    /**
     * Publications a second of one connection.
     *
     * @param exchange      on the topics of the exchange
     * @param exchangeBurst as many at once, if there was none for a while
     * @param others        on other topics
     */
    public record Rates(int exchange, int exchangeBurst, int others) {
    }

    /** By the properties. */
    public static Limits of(Settings settings) {
        int gib = KIB * KIB;
        int million = 1_000_000;
        return new Limits(Set.copyOf(settings.list("campus.broker.trusted-users")),
                settings.text("campus.exchange.response-topic"),
                new Packets(settings.integer("campus.broker.limit.packet-kib", 16, gib / 8) * KIB,
                        settings.integer("campus.broker.limit.levels", 8, 1000)),
                new Sessions(settings.integer("campus.broker.limit.filters", 1, 100_000),
                        settings.integer("campus.broker.limit.filters-in-all", 1, million),
                        settings.integer("campus.broker.limit.sessions-per-user", 0, 100_000),
                        settings.integer("campus.broker.limit.sessions", 0, 100_000),
                        settings.duration("campus.broker.limit.session-expiry", Duration.ZERO),
                        settings.integer("campus.broker.limit.session-kib", 16, gib) * KIB),
                new Retained(settings.integer("campus.broker.limit.retained-per-user", 0, million),
                        settings.integer("campus.broker.limit.retained", 0, million),
                        settings.integer("campus.broker.limit.retained-kib-per-user", 0, gib) * KIB,
                        settings.integer("campus.broker.limit.retained-kib", 0, gib) * KIB),
                new Rates(settings.integer("campus.broker.limit.exchange-rate", 1, million),
                        settings.integer("campus.broker.limit.exchange-burst", 1, million),
                        settings.integer("campus.broker.limit.rate", 1, million)),
                settings.integer("campus.broker.limit.connections", 1, 100_000),
                settings.duration("campus.broker.limit.connect-timeout", Duration.ofMillis(100)),
                settings.integer("campus.broker.limit.waiting-percent", 1, 40));
    }

    /** Whether the limits for all others do not bind a user. */
    public boolean isTrusted(String user) {
        return user != null && trusted.contains(user);
    }

    /** Whether a topic or filter has too many levels. */
    public boolean isTooDeep(String topic) {
        // A loop and no stream, as it runs for every message.
        int slashes = 0;
        for (int i = topic.indexOf('/'); i >= 0 && slashes < packets.levels; i = topic.indexOf('/', i + 1)) {
            slashes++;
        }
        return slashes >= packets.levels;
    }

    /** The first level of the topics of the exchange. */
    public String exchange() {
        return level(responses);
    }

    /** The first level of a topic. */
    public static String level(String topic) {
        int slash = topic.indexOf('/');
        return slash < 0 ? topic : topic.substring(0, slash);
    }
}
