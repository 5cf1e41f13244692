package campus.broker.guard;

import campus.base.Settings;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The limits of the embedded broker, {@code campus.broker.*}.
 *
 * @param trusted     users to whom only {@code packetBytes}, {@code levels} and {@code filters} apply
 * @param responses   topic below which a client may name only a Response Topic that it may read itself
 * @param packetBytes size of the largest packet
 * @param levels      levels of a topic or filter
 * @param filters     subscriptions of a client
 */
public record Limits(Set<String> trusted, String responses, int packetBytes, int levels, int filters) {

    private static final String PREFIX = "campus.broker.limit.";
    private static final int KIB = 1024;

    /** The defaults of {@code application.properties}. */
    public static Limits defaults() {
        return new Limits(Set.of("profesor", "edificio"), "DST/RESPUESTA", 2 * KIB * KIB, 64, 100);
    }

    /** By the properties. */
    public static Limits of(Settings settings) {
        return new Limits(Arrays.stream(settings.optional("campus.broker.trusted-users").orElse("").split(","))
                .map(String::strip).filter(user -> !user.isEmpty()).collect(Collectors.toUnmodifiableSet()),
                settings.text("campus.exchange.response-topic"),
                settings.integer(PREFIX + "packet-kib", 16, 256 * KIB - 1) * KIB,
                settings.integer(PREFIX + "levels", 8, 1000), settings.integer(PREFIX + "filters", 1, 100_000));
    }

    boolean isTrusted(String user) {
        return user != null && trusted.contains(user);
    }

    /** Whether a topic or filter has too many levels. */
    boolean isTooDeep(String topic) {
        int slashes = 0;
        for (int i = topic.indexOf('/'); i >= 0 && slashes < levels; i = topic.indexOf('/', i + 1)) {
            slashes++;
        }
        return slashes >= levels;
    }
}
