package campus.app;

import campus.base.ConfigFile;
import campus.base.PackagedProperties;
import campus.base.SettingException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.OrderedProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The properties that count. First wins: {@code -D}, environment variable, {@code application.properties} in the
 * working directory, the copy of it in the jar.
 */
final class Configuration {

    private static final Logger LOG = LoggerFactory.getLogger("campus");
    private static final Path FILE = Path.of("application.properties");
    private static final Pattern FURTHER_SINK = Pattern.compile("campus\\.view\\.[^.]+\\.to\\.\\d+");

    private final Map<String, String> packaged;
    private final Map<String, String> file;
    private final Map<String, String> environment;

    /**
     * A configuration of these three; the command line is the fourth. A record would print their passwords.
     *
     * @param packaged    properties of the jar, which have each name that there is
     * @param file        properties of the file in the working directory; empty if there is none
     * @param environment environment variables
     */
    Configuration(Map<String, String> packaged, Map<String, String> file, Map<String, String> environment) {
        this.packaged = packaged;
        this.file = file;
        this.environment = environment;
    }

    /**
     * The properties of this program.
     *
     * @param options given with {@code -D}
     * @throws SettingException if the file cannot be read, a name does not exist or a value cannot be used
     */
    static Properties load(Map<String, String> options) {
        return new Configuration(PackagedProperties.load().values(),
                Files.exists(FILE) ? read() : Map.of(), System.getenv()).with(options);
    }

    /**
     * The properties, each by its present name.
     *
     * @param options given with {@code -D}
     * @throws SettingException if a name does not exist or a value cannot be used
     */
    Properties with(Map<String, String> options) {
        Map<String, String> ownFile = new LinkedHashMap<>(file);
        ownFile.replaceAll(this::fromEnvironment);
        Map<String, String> all = new LinkedHashMap<>(ownFile);
        all.putAll(options);
        PropertyNames names = new PropertyNames(all);
        Map<String, String> ofFile = names.present(ownFile);
        Map<String, String> ofEnvironment = names.present(oldNamesInEnvironment());
        Map<String, String> ofOptions = names.present(options);

        Map<String, String> values = new LinkedHashMap<>(packaged);
        if (!file.isEmpty()) {
            // A view that was deleted in the file must not come back from the jar.
            values.keySet().removeIf(key -> PackagedProperties.isBlock(key)
                    && Stream.of(ofFile, ofEnvironment, ofOptions).noneMatch(given -> names(given, block(key))));
        }
        values.putAll(ofFile);
        values.putAll(ofEnvironment);
        values.replaceAll(this::fromEnvironment);
        values.putAll(blocksInEnvironment(Stream.concat(values.keySet().stream(), ofOptions.keySet().stream())));
        values.putAll(ofOptions);
        warnOfVariables(values.keySet());
        values.entrySet().removeIf(entry -> entry.getValue().isBlank()
                && FURTHER_SINK.matcher(entry.getKey()).matches());
        PropertyCheck.check(values, packaged);
        // Only inside another application; there it would be asked for.
        values.remove("campus.routes");
        Properties properties = new OrderedProperties();
        properties.putAll(values);
        return properties;
    }

    /** {@code campus.view.NAME.} of {@code campus.view.NAME.filter}. */
    private static String block(String key) {
        String[] parts = key.split("\\.");
        return parts[0] + "." + parts[1] + "." + parts[2] + ".";
    }

    private static boolean names(Map<String, String> given, String block) {
        return given.keySet().stream().anyMatch(key -> key.startsWith(block));
    }

    private Map<String, String> oldNamesInEnvironment() {
        Map<String, String> values = new LinkedHashMap<>();
        PropertyNames.OLD.forEach(key -> values.put(key, environment.get(variable(key))));
        values.values().removeIf(Objects::isNull);
        return values;
    }

    /** More properties of views and buildings that are there: CAMPUS_VIEW_ROOM_TO_2 is campus.view.room.to.2. */
    private Map<String, String> blocksInEnvironment(Stream<String> keys) {
        List<String> longestFirst = keys.filter(key -> key.matches("campus\\.(view|building)\\.[^.]+\\..+"))
                .map(Configuration::block).distinct().sorted(Comparator.comparing(String::length).reversed()).toList();
        Map<String, String> values = new LinkedHashMap<>();
        environment.forEach((name, value) -> longestFirst.stream().filter(block -> name.startsWith(variable(block)))
                .findFirst().ifPresent(block -> values.put(block + name.substring(block.length())
                        .toLowerCase(Locale.ROOT).replaceAll("_(?=\\d)", ".").replace('_', '-'), value)));
        return values;
    }

    /** The environment variable of a key: upper case, with {@code _} for each other character. */
    private String fromEnvironment(String key, String otherwise) {
        return environment.getOrDefault(variable(key), otherwise);
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** A variable may be of another program, so one that is nearly that of a property is no error. */
    private void warnOfVariables(Set<String> keys) {
        Set<String> known = keys.stream().map(Configuration::variable).collect(Collectors.toSet());
        PropertyNames.OLD.forEach(key -> known.add(variable(key)));
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith("CAMPUS_VIEW_") && !known.contains(name)) {
                LOG.warn("the environment variable {} is not used: application.properties has no such view", name);
            } else if (name.startsWith("CAMPUS_") && !known.contains(name)) {
                PackagedProperties.near(name, known).ifPresent(near -> LOG.warn(
                        "the environment variable {} is of no property: did you mean {}?", name, near));
            }
        }
    }

    private static Map<String, String> read() {
        try (Reader in = Files.newBufferedReader(FILE)) {
            return PackagedProperties.read(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException(FILE.toAbsolutePath() + " cannot be read: " + ConfigFile.reason(e));
        }
    }
}
