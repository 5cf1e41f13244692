package campus.broker.limits;

import campus.base.Settings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The limits of the broker in {@code application.properties}. */
public final class LimitsFile {

    private LimitsFile() {
    }

    /** By their keys. */
    public static Map<String, String> read() throws IOException {
        Properties all = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("application.properties"))) {
            all.load(file);
        }
        return all.stringPropertyNames().stream().filter(key -> key.startsWith("campus.broker.limit."))
                .collect(Collectors.toMap(key -> key, all::getProperty));
    }

    /** With the users and the topic of the file. */
    public static Limits limits() {
        try {
            Map<String, String> properties = new HashMap<>(read());
            properties.put("campus.broker.trusted-users", "profesor, edificio");
            properties.put("campus.exchange.response-topic", "DST/RESPUESTA");
            return Limits.of(Settings.of(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
