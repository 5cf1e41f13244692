package campus.broker.users;

import campus.base.ConfigFile;
import campus.base.SettingException;
import campus.mqtt.TopicFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the lines of an {@code acl_file} as Mosquitto 2.0 does: words are separated by blanks (not tabs), blanks around
 * a name or filter do not count, a comment has its {@code #} in the first column, a user may have several sections.
 * {@code topic read} is the topic "read". A tab, which Mosquitto takes as part of a topic, is refused.
 */
final class AclParser {

    private static final String ACCEPTED =
            "'user NAME', 'topic [read|write|readwrite|deny] FILTER', 'pattern [read|write|readwrite|deny] FILTER'"
                    + " or, from the first column, '# comment'";

    private final Path file;
    private final List<AclRule> anonymous = new ArrayList<>();
    private final Map<String, List<AclRule>> users = new LinkedHashMap<>();
    private final List<AclPattern> patterns = new ArrayList<>();
    private List<AclRule> section = anonymous;
    private int lineNumber;

    AclParser(Path file) {
        this.file = file;
    }

    Acl parse() {
        for (String line : ConfigFile.lines("campus.broker.acl-file", file)) {
            lineNumber++;
            if (!line.startsWith("#") && !line.isBlank()) {
                parse(line.strip());
            }
        }
        return new Acl(anonymous, users, patterns);
    }

    private void parse(String line) {
        String keyword = firstWord(line);
        String rest = line.substring(keyword.length()).strip();
        switch (keyword) {
            case "user" -> user(rest);
            case "topic" -> topic(rest);
            case "pattern" -> patterns.add(permission("pattern", rest));
            default -> throw invalid("'" + keyword + "' is not a keyword", ACCEPTED);
        }
    }

    private void user(String name) {
        if (name.isEmpty()) {
            throw invalid("the user name is missing", "'user NAME'");
        }
        section = users.computeIfAbsent(name, key -> new ArrayList<>());
    }

    private void topic(String rest) {
        AclPattern line = permission("topic", rest);
        section.add(new AclRule(line.read(), line.write(), TopicFilter.of(line.filter())));
    }

    private AclPattern permission(String keyword, String rest) {
        String accepted = "'" + keyword + " [read|write|readwrite|deny] FILTER'";
        if (rest.isEmpty()) {
            throw invalid("the topic filter is missing", accepted);
        }
        if (rest.indexOf('\t') >= 0) {
            throw invalid("there is a tab in it", accepted + " with blanks in between");
        }
        String word = firstWord(rest);
        String filter = rest.substring(word.length()).strip();
        if (filter.isEmpty()) {
            return new AclPattern(true, true, valid(word));
        }
        return switch (word) {
            case "read" -> new AclPattern(true, false, valid(filter));
            case "write" -> new AclPattern(false, true, valid(filter));
            case "readwrite" -> new AclPattern(true, true, valid(filter));
            case "deny" -> new AclPattern(false, false, valid(filter));
            default -> throw invalid("'" + word + "' is not an access", accepted);
        };
    }

    private String valid(String filter) {
        if (!TopicFilter.isValid(filter)) {
            throw invalid("'" + filter + "' is not a topic filter",
                    "+ alone between slashes and # alone after the last slash (no comment behind a filter)");
        }
        return filter;
    }

    private SettingException invalid(String problem, String accepted) {
        return ConfigFile.invalid("campus.broker.acl-file", file, lineNumber, problem, accepted);
    }

    private static String firstWord(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }
}
