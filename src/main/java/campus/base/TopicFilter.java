package campus.base;

import java.util.List;

/**
 * An MQTT topic filter, or a topic (which is a filter without wildcards), cut into its levels; the rules are those of
 * MQTT 5 section 4.7. A wildcard in the first level stands for no level that begins with {@code $} (section 4.7.2).
 */
public final class TopicFilter {

    private static final String ONE = "+";
    private static final String REST = "#";

    private final List<String> levels;

    private TopicFilter(List<String> levels) {
        this.levels = levels;
    }

    /** @throws IllegalArgumentException where the text breaks the rules of MQTT 5 section 4.7.1 */
    public static TopicFilter of(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a topic filter: " + text);
        }
        List<String> levels = List.of(text.split("/", -1));
        return new TopicFilter(levels.equals(List.of(ONE, REST)) ? List.of(REST) : levels);
    }

    /** Not empty, no NUL, + alone in its level, # alone in the last level. */
    public static boolean isValid(String text) {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            return false;
        }
        String[] levels = text.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean wild = level.contains(ONE) || level.contains(REST);
            boolean allowed = level.equals(ONE) || level.equals(REST) && i == levels.length - 1;
            if (wild && !allowed) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is a {@code +} or a {@code #} in it, wherever. */
    public static boolean hasWildcard(String text) {
        return text.indexOf('+') >= 0 || text.indexOf('#') >= 0;
    }

    /** Whether every topic that the other filter matches is matched by this one. */
    public boolean covers(TopicFilter other) {
        for (int i = 0; i < levels.size(); i++) {
            String mine = levels.get(i);
            if (mine.equals(REST)) {
                return !(i == 0 && other.isReserved());
            }
            if (i == other.levels.size()) {
                return false;
            }
            String theirs = other.levels.get(i);
            if (theirs.equals(REST) || mine.equals(ONE) && i == 0 && other.isReserved()) {
                return false;
            }
            if (!mine.equals(ONE) && !mine.equals(theirs)) {
                return false;
            }
        }
        return other.levels.size() == levels.size();
    }

    /** Whether there is a topic that both filters match. */
    public boolean overlaps(TopicFilter other) {
        if (isReserved() && other.beginsWild() || beginsWild() && other.isReserved()) {
            return false;
        }
        int common = Math.min(levels.size(), other.levels.size());
        for (int i = 0; i < common; i++) {
            String mine = levels.get(i);
            String theirs = other.levels.get(i);
            if (mine.equals(REST) || theirs.equals(REST)) {
                return true;
            }
            if (!mine.equals(ONE) && !theirs.equals(ONE) && !mine.equals(theirs)) {
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
