package campus.broker.limits;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
