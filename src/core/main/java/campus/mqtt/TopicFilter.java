package campus.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An MQTT topic filter (MQTT 5 section 4.7), cut into its levels; a topic name is a filter without wildcards. A
 * wildcard in the first level does not match a level that begins with {@code $} (section 4.7.2).
 */
public final class TopicFilter {

    /** The texts that {@link #fitsUri} accepts, for messages. */
    public static final String ACCEPTED = "a topic filter in which + and # stand for whole levels and # is the last,"
            + " without ?, %, control characters and two slashes in front";

    private static final String ONE = "+";
    private static final String REST = "#";
    private static final String SHARE = "$share/";
    private static final int MAX_BYTES = 65_535;

    private final List<String> levels;

    private TopicFilter(List<String> levels) {
        this.levels = levels;
    }

    /**
     * The filter of a text.
     *
     * @throws IllegalArgumentException with the reason, if the text breaks a rule of MQTT 5 section 4.7
     */
    public static TopicFilter of(String text) {
        brokenRule(text).ifPresent(reason -> {
            throw new IllegalArgumentException("'" + text + "' is not a topic filter: " + reason);
        });
        List<String> levels = cut(text);
        return new TopicFilter(levels.equals(List.of(ONE, REST)) ? List.of(REST) : levels);
    }

    /**
     * The filter of a subscription, which may be shared: then it is the part after {@code $share/GROUP/} (MQTT 5
     * section 4.8.2).
     *
     * @throws IllegalArgumentException with the reason, if the filter or the group breaks a rule
     */
    public static TopicFilter ofSubscription(String text) {
        if (!text.startsWith(SHARE) && !text.equals("$share")) {
            return of(text);
        }
        String[] parts = text.split("/", 3);
        if (parts.length < 3 || parts[1].isEmpty() || parts[2].isEmpty() || hasWildcard(parts[1])) {
            throw new IllegalArgumentException("'" + text + "' is not a shared subscription: accepted is"
                    + " $share/GROUP/FILTER, the group without + and # (MQTT 5 section 4.8.2)");
        }
        return of(parts[2]);
    }

    /** Whether the text is a topic filter by MQTT 5 section 4.7. */
    public static boolean isValid(String text) {
        return brokenRule(text).isEmpty();
    }

    /** Whether the text is the filter of a subscription: see {@link #ofSubscription}. */
    public static boolean isSubscription(String text) {
        try {
            ofSubscription(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether the text is the filter of a subscription, and can be part of a Camel endpoint URI as it is. */
    public static boolean fitsUri(String text) {
        return isSubscription(text) && !text.matches("(?s)//.*|.*[?%\\p{Cntrl}].*");
    }

    /** Whether the text is a topic name, on which a client may publish (MQTT 5 section 4.7.3). */
    public static boolean isTopicName(String text) {
        return isValid(text) && !hasWildcard(text);
    }

    /** The rule that the text breaks; empty if it is a topic filter. */
    private static Optional<String> brokenRule(String text) {
        if (text.isEmpty()) {
            return Optional.of("it is empty (MQTT 5 section 4.7.3)");
        }
        if (text.indexOf('\0') >= 0) {
            return Optional.of("it holds the character U+0000 (MQTT 5 section 4.7.3)");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            return Optional.of("it cannot be written in UTF-8 (MQTT 5 section 1.5.4)");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of("it is longer than " + MAX_BYTES + " bytes in UTF-8 (MQTT 5 section 4.7.3)");
        }
        List<String> levels = cut(text);
        for (String level : levels) {
            if (level.contains(REST) && !level.equals(REST)) {
                return Optional.of("# stands for whole levels, alone after a slash (MQTT 5 section 4.7.1.2)");
            }
            if (level.contains(ONE) && !level.equals(ONE)) {
                return Optional.of("+ stands for a whole level, alone between slashes (MQTT 5 section 4.7.1.3)");
            }
        }
        int rest = levels.indexOf(REST);
        return rest >= 0 && rest < levels.size() - 1
                ? Optional.of("# must be the last level (MQTT 5 section 4.7.1.2)")
                : Optional.empty();
    }

    private static List<String> cut(String text) {
        return List.of(text.split("/", -1));
    }

    /** Whether the text holds a {@code +} or a {@code #} at any place. */
    public static boolean hasWildcard(String text) {
        return text.indexOf('+') >= 0 || text.indexOf('#') >= 0;
    }

    /** Whether this filter matches a topic name; false if the topic has a wildcard. */
    public boolean matches(String topic) {
        return !topic.isEmpty() && !hasWildcard(topic) && covers(new TopicFilter(cut(topic)));
    }

    /** Whether this filter matches every topic name that the other filter matches. */
    public boolean covers(TopicFilter other) {
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.equals(REST)) {
                return !(i == 0 && other.isReserved());
            }
            if (i == other.levels.size()) {
                return false;
            }
            String otherLevel = other.levels.get(i);
            if (otherLevel.equals(REST) || level.equals(ONE) && i == 0 && other.isReserved()) {
                return false;
            }
            if (!level.equals(ONE) && !level.equals(otherLevel)) {
                return false;
            }
        }
        return other.levels.size() == levels.size();
    }

    /**
     * Those of some filters of subscriptions that are not covered by another of them, in the same order. A broker may
     * send a message once for each filter that matches (MQTT 5 section 3.3.4). A shared subscription is another
     * receiver, so it stays.
     */
    public static List<String> withoutCovered(List<String> filters) {
        List<String> all = filters.stream().distinct().toList();
        return all.stream().filter(filter -> all.stream().noneMatch(other -> !other.equals(filter)
                && !isShared(filter) && !isShared(other) && of(other).covers(of(filter)))).toList();
    }

    private static boolean isShared(String filter) {
        return filter.startsWith(SHARE);
    }

    /** Whether there is a topic name that both filters match. */
    public boolean overlaps(TopicFilter other) {
        if (isReserved() && other.beginsWild() || beginsWild() && other.isReserved()) {
            return false;
        }
        int common = Math.min(levels.size(), other.levels.size());
        for (int i = 0; i < common; i++) {
            String level = levels.get(i);
            String otherLevel = other.levels.get(i);
            if (level.equals(REST) || otherLevel.equals(REST)) {
                return true;
            }
            if (!level.equals(ONE) && !otherLevel.equals(ONE) && !level.equals(otherLevel)) {
                return false;
            }
        }
        List<String> longer = levels.size() > common ? levels : other.levels;
        return longer.size() == common || longer.size() == common + 1 && longer.get(common).equals(REST);
    }

    private boolean isReserved() {
        return levels.get(0).startsWith("$");
    }

    private boolean beginsWild() {
        return levels.get(0).equals(ONE) || levels.get(0).equals(REST);
    }
}
