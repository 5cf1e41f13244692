package campus.app;

import campus.base.SettingException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names that properties had before, and those of Camel's own dialect: both still work in the standalone program. An
 * old name logs one warning that names the new one, and goes with the next version.
 */
final class PropertyNames {

    private static final Logger LOG = LoggerFactory.getLogger("campus");

    private static final Map<String, String> RENAMED = Map.of(
            "campus.monitor.enabled", "campus.views.enabled",
            "campus.broker-status.enabled", "campus.view.broker-status.enabled",
            "campus.broker-status.to", "campus.view.broker-status.to",
            "campus.link.window", "campus.link.max-inflight");
    private static final Map<String, String> REMOVED = Map.of(
            "campus.broker-status.warn-above", "watch the view broker-status with a tool of your own",
            "campus.link.durable-shared", "campus.view.NAME.session and campus.teacher.session say it for each");

    /** The names that no packaged file has any more. */
    static final List<String> OLD =
            Stream.concat(RENAMED.keySet().stream(), REMOVED.keySet().stream()).sorted().toList();

    /** A comma that was once between two sinks: what follows it is the scheme of an endpoint. */
    private static final Pattern BETWEEN_SINKS = Pattern.compile(",\\s*(?=[a-z][a-z0-9+.-]*:)");
    /** {@code camel.route-template[NAME].KEY}: a block of Camel's own dialect. */
    private static final Pattern BLOCK = Pattern.compile("camel\\.route-template\\[([^\\]]+)]\\.(.+)");

    private final Map<String, String> all;
    private final Set<String> warned = new HashSet<>();

    /** @param all the properties of file and command line: a block may be spread over both */
    PropertyNames(Map<String, String> all) {
        this.all = all;
    }


    /**
     * Properties by their present names. A property that is given by its present name too has that value.
     *
     * @param given as a file, the environment or the command line has them
     * @throws SettingException if a block of Camel's dialect is of no template that there is
     */
    Map<String, String> present(Map<String, String> given) {
        Map<String, String> present = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            Matcher block = BLOCK.matcher(key);
            if (block.matches()) {
                putBlock(present, block.group(1), block.group(2), value);
            } else if (RENAMED.containsKey(key)) {
                warn(key, "is now " + RENAMED.get(key) + "; the old name goes with the next version");
                putRenamed(present, RENAMED.get(key), value);
            } else if (REMOVED.containsKey(key)) {
                warn(key, "has no effect any more: " + REMOVED.get(key));
            }
        });
        given.forEach((key, value) -> {
            if (!BLOCK.matcher(key).matches() && !OLD.contains(key)) {
                present.put(key, value);
            }
        });
        return present;
    }

    private void warn(String key, String text) {
        if (warned.add(key)) {
            LOG.warn("{} {}", key, text);
        }
    }

    private static void putRenamed(Map<String, String> present, String key, String value) {
        if (!key.endsWith(".to")) {
            present.put(key, value);
            return;
        }
        String[] sinks = BETWEEN_SINKS.split(value);
        present.put(key, sinks[0]);
        // The list was the whole: if it has one sink, the second one of the packaged view goes.
        present.put(key + ".2", "");
        for (int i = 1; i < sinks.length; i++) {
            present.put(key + "." + (i + 1), sinks[i]);
        }
    }

    private void putBlock(Map<String, String> present, String name, String key, String value) {
        String templateKey = "camel.route-template[" + name + "].template-id";
        String template = all.getOrDefault(templateKey, name.startsWith("view-") ? "view" : "");
        String block = switch (template) {
            case "view" -> "campus.view." + name.replaceFirst("^view-", "");
            case "sensors" -> "campus.building." + name;
            default -> throw new SettingException(templateKey + (template.isEmpty() ? " is missing"
                    : "=" + template + " cannot be used") + ": accepted is view or sensors");
        };
        if (!key.equals("template-id")) {
            present.put(block + "." + key.replaceFirst("^to(\\d)$", "to.$1"), value);
        }
    }
}
