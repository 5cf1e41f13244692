package campus.broker.users;

import campus.base.SettingException;
import campus.mqtt.TopicFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The permissions to publish and subscribe, read from a file in the format of Mosquitto's {@code acl_file}
 * (mosquitto.conf(5), the behaviour of Mosquitto 2.0). Safe for use by many threads.
 *
 * <p>The lines of the client's user come first, or, for an anonymous client, the {@code topic} lines above the first
 * {@code user}: a matching {@code deny} refuses, else a matching permission allows, whatever the order of the lines.
 * If none matches, the {@code pattern} lines count, by the same rule. Everything else is refused, so an empty file
 * refuses everything. A client whose user name or client identifier holds {@code +} or {@code #} gets nothing from
 * patterns. An anonymous client gets nothing from a pattern with {@code %u} or {@code %c}, as anybody may claim any
 * identifier, and one whose identifier holds a slash nothing from a pattern with {@code %c}, as it would cover the
 * topics of another.
 *
 * <p>The rule for publishing is Mosquitto's. The rule for subscribing is stricter: Mosquitto accepts every subscription
 * and does not deliver a message that the client may not read. Here a subscription is refused unless the client may
 * read every topic that the filter can match, so that it need not wait for messages that never come.
 */
public final class Acl {

    private static final int MOST_DECISIONS = 4096;
    private static final int LONG_NAMES = 300;

    /** Most clients publish again and again on a few topics, and a decision takes a fifth of a message's time. */
    private final Map<Publication, Boolean> decisions = new ConcurrentHashMap<>();
    private final List<AclRule> anonymous;
    private final Map<String, List<AclRule>> users;
    private final List<AclPattern> patterns;

    private record Publication(String user, String clientId, String topic) {
    }

    Acl(List<AclRule> anonymous, Map<String, List<AclRule>> users, List<AclPattern> patterns) {
        this.anonymous = anonymous;
        this.users = users;
        this.patterns = patterns;
    }

    /**
     * Reads a file in the format of Mosquitto's {@code acl_file}, UTF-8.
     *
     * @throws SettingException if the file cannot be read, or naming the first line that is not understood
     */
    public static Acl read(Path file) {
        return new AclParser(file).parse();
    }

    /**
     * Whether a client may publish to a topic. It may not if the topic begins with {@code $}, as such topics are the
     * broker's (MQTT 5 section 4.7.2), or has a wildcard.
     *
     * @param user     the user name; null: anonymous
     * @param clientId the client identifier; null: it has none
     */
    public boolean mayWrite(String user, String clientId, String topic) {
        if (topic.startsWith("$") || TopicFilter.hasWildcard(topic)) {
            return false;
        }
        Publication publication = new Publication(user, clientId, topic);
        Boolean known = decisions.get(publication);
        if (known == null) {
            known = TopicFilter.isValid(topic) && decide(user, clientId, TopicFilter.of(topic), AclRule::write);
            if (decisions.size() >= MOST_DECISIONS) {
                decisions.clear();
            }
            if (topic.length() + (clientId == null ? 0 : clientId.length()) <= LONG_NAMES) {
                decisions.put(publication, known);
            }
        }
        return known;
    }

    /**
     * Whether a client may read every topic that a filter can match. A shared subscription
     * ({@code $share/GROUP/FILTER}, MQTT 5 section 4.8.2) is decided by its filter. A filter that only several lines
     * together would cover is refused.
     *
     * @param user     the user name; null: anonymous
     * @param clientId the client identifier; null: it has none
     * @param filter   a topic filter, or a topic; false if it is not a valid one
     */
    public boolean mayRead(String user, String clientId, String filter) {
        return TopicFilter.isSubscription(filter)
                && decide(user, clientId, TopicFilter.ofSubscription(filter), AclRule::read);
    }

    private boolean decide(String user, String clientId, TopicFilter wanted, Predicate<AclRule> access) {
        List<AclRule> own = user == null ? anonymous : users.getOrDefault(user, List.of());
        if (denies(own, wanted)) {
            return false;
        }
        if (allows(own, wanted, access)) {
            return true;
        }
        if (patterns.isEmpty() || isDangerous(user) || isDangerous(clientId)) {
            return false;
        }
        List<AclRule> forClient = patterns.stream()
                .flatMap(pattern -> pattern.resolve(user, clientId).stream())
                .toList();
        return !denies(forClient, wanted) && allows(forClient, wanted, access);
    }

    private static boolean denies(List<AclRule> rules, TopicFilter wanted) {
        return rules.stream().anyMatch(rule -> rule.deny() && rule.filter().overlaps(wanted));
    }

    private static boolean allows(List<AclRule> rules, TopicFilter wanted, Predicate<AclRule> access) {
        return rules.stream().anyMatch(rule -> access.test(rule) && rule.filter().covers(wanted));
    }

    /** In a pattern such a name would match the topics of others; Mosquitto refuses it too. */
    private static boolean isDangerous(String name) {
        return name != null && TopicFilter.hasWildcard(name);
    }
}
