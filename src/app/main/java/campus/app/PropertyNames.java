package campus.app;

import campus.base.SettingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
            "campus.broker-status.warn-above", "watch the view broker-status with a tool of your own");

    /** A comma that was once between two sinks: what follows it is the scheme of an endpoint. */
    private static final Pattern BETWEEN_SINKS = Pattern.compile(",\\s*(?=[a-z][a-z0-9+.-]*:)");
    /** {@code camel.route-template[NAME].KEY}: a block of Camel's own dialect. */
    private static final Pattern BLOCK = Pattern.compile("camel\\.route-template\\[([^\\]]+)]\\.(.+)");

    private PropertyNames() {
    }

    /**
     * Properties by their present names.
     *
     * @param given as a file, the environment or the command line has them
     * @param all   everything that is given anywhere: a block may be spread over several places
     * @throws SettingException if a block of Camel's dialect is of no template that there is
     */
    static Map<String, String> present(Map<String, String> given, Map<String, String> all) {
        Map<String, String> present = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            Matcher block = BLOCK.matcher(key);
            if (block.matches()) {
                putBlock(present, block.group(1), block.group(2), value, all);
            } else if (RENAMED.containsKey(key)) {
                LOG.warn("{} is now {}; the old name goes with the next version", key, RENAMED.get(key));
                putRenamed(present, RENAMED.get(key), value);
            } else if (REMOVED.containsKey(key)) {
                LOG.warn("{} has no effect any more: {}", key, REMOVED.get(key));
            } else {
                present.put(key, value);
            }
        });
        return present;
    }

    /** The names that an environment variable may have besides those of the packaged file. */
    static Iterable<String> renamed() {
        return RENAMED.keySet();
    }

    private static void putRenamed(Map<String, String> present, String key, String value) {
        if (!key.endsWith(".to")) {
            present.put(key, value);
            return;
        }
        String[] sinks = BETWEEN_SINKS.split(value);
        present.put(key, sinks[0]);
        for (int i = 1; i < sinks.length; i++) {
            present.put(key + "." + (i + 1), sinks[i]);
        }
    }

    private static void putBlock(Map<String, String> present, String name, String key, String value,
            Map<String, String> all) {
        String templateKey = "camel.route-template[" + name + "].template-id";
        String template = all.getOrDefault(templateKey, name.startsWith("view-") ? "view" : "");
        switch (template) {
            case "view" -> {
                if (!key.equals("template-id")) {
                    present.put("campus.view." + name.replaceFirst("^view-", "") + "."
                            + key.replaceFirst("^to(\\d)$", "to.$1"), value);
                }
            }
            case "sensors" -> {
                if (!key.equals("template-id")) {
                    present.put("campus.building." + name + "." + key, value);
                }
            }
            default -> throw new SettingException(templateKey + (template.isEmpty() ? " is missing"
                    : "=" + template + " cannot be used") + ": accepted is view or sensors");
        }
    }
}
