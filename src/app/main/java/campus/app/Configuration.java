package campus.app;

import campus.base.SettingException;
import campus.building.BuildingSettings;
import campus.sink.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.util.OrderedProperties;

/**
 * The properties that count. First wins: {@code -D}, environment variable, {@code application.properties} in the
 * working directory, the copy of it in the jar.
 */
final class Configuration {

    private static final Path FILE = Path.of("application.properties");

    private Configuration() {
    }

    /**
     * Reads them.
     *
     * @param options given with {@code -D}
     * @throws SettingException if the file cannot be read or a name does not exist
     */
    static Properties load(Map<String, String> options) {
        Map<String, String> packaged = packaged();
        Map<String, String> file = Files.exists(FILE) ? file() : Map.of();
        Map<String, String> all = new LinkedHashMap<>(file);
        all.putAll(options);
        Map<String, String> ofFile = PropertyNames.present(file, all);
        Map<String, String> ofOptions = PropertyNames.present(options, all);

        Map<String, String> values = new LinkedHashMap<>(packaged);
        if (!file.isEmpty()) {
            // A view that was deleted in the file must not come back from the jar.
            values.keySet().removeIf(key -> isBlock(key) && !isNamed(block(key), ofFile) && !isNamed(block(key), ofOptions));
        }
        values.putAll(ofFile);
        values.putAll(PropertyNames.present(oldNamesInEnvironment(), all));
        values.replaceAll(Configuration::fromEnvironment);
        values.putAll(ofOptions);
        PropertyCheck.check(values, packaged);
        Properties properties = new OrderedProperties();
        properties.putAll(values);
        return properties;
    }

    /** Whether a key belongs to a view or to a further building. */
    static boolean isBlock(String key) {
        return (key.startsWith(View.PREFIX) || key.startsWith(BuildingSettings.PREFIX)) && key.split("\\.").length > 3;
    }

    /** {@code campus.view.NAME.} of {@code campus.view.NAME.filter}. */
    private static String block(String key) {
        String[] parts = key.split("\\.");
        return parts[0] + "." + parts[1] + "." + parts[2] + ".";
    }

    private static boolean isNamed(String block, Map<String, String> given) {
        return given.keySet().stream().anyMatch(key -> key.startsWith(block));
    }

    private static Map<String, String> oldNamesInEnvironment() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : PropertyNames.renamed()) {
            String value = fromEnvironment(key, null);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    private static String fromEnvironment(String key, String value) {
        String variable = System.getenv(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
        return variable == null ? value : variable;
    }

    private static Map<String, String> packaged() {
        try (InputStream in = Configuration.class.getResourceAsStream("/application.properties")) {
            return read(in);
        } catch (IOException e) {
            throw new SettingException("the application.properties in the jar cannot be read: " + e);
        }
    }

    private static Map<String, String> file() {
        try (InputStream in = Files.newInputStream(FILE)) {
            return read(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException(FILE.toAbsolutePath() + " cannot be read: " + e.getMessage());
        }
    }

    private static Map<String, String> read(InputStream in) throws IOException {
        Properties properties = new OrderedProperties();
        properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        return map(properties);
    }

    private static Map<String, String> map(Properties properties) {
        Map<String, String> values = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }
}
