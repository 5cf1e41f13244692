package campus.cli;

import campus.base.SettingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
     * @param views   whether to keep views and buildings; a command without their routes cannot make them
     * @throws SettingException where the file cannot be read or a name does not exist
     */
    static Properties load(Map<String, String> options, boolean views) {
        Map<String, String> packaged = packaged();
        Map<String, String> values = new LinkedHashMap<>(packaged);
        if (Files.exists(FILE)) {
            // A view that somebody deleted in the file must not come back from the jar.
            values.keySet().removeIf(Configuration::isBlock);
            values.putAll(file());
        }
        values.replaceAll(Configuration::fromEnvironment);
        values.putAll(options);
        PropertyCheck.check(values, packaged);
        if (views) {
            nameClients(values);
            nameBuildings(values);
        } else {
            values.keySet().removeIf(Configuration::isBlock);
        }
        Properties properties = new OrderedProperties();
        properties.putAll(values);
        return properties;
    }

    /** A durable session needs a client identifier of its own that stays: that of a view is made of its name. */
    private static void nameClients(Map<String, String> values) {
        PropertyCheck.names("view", values).forEach(name -> values.putIfAbsent(
                PropertyCheck.BLOCKS + name + "].client-id", "{{campus.client-id}}-" + name));
    }

    /** A route template does not know the name of its block. */
    private static void nameBuildings(Map<String, String> values) {
        PropertyCheck.names("sensors", values).forEach(name -> values.put(
                PropertyCheck.BLOCKS + name + "].prefix", PropertyCheck.BLOCKS + name + "]."));
    }

    /** The names of the further buildings, as they were written. */
    static List<String> buildings(Properties properties) {
        Map<String, String> values = map(properties);
        return PropertyCheck.names("sensors", values).stream()
                .map(name -> values.get(PropertyCheck.BLOCKS + name + "].building")).sorted().toList();
    }

    private static boolean isBlock(String key) {
        return key.startsWith(PropertyCheck.BLOCKS);
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
