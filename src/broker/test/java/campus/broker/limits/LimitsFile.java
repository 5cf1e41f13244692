package campus.broker.limits;

import campus.base.PackagedProperties;
import campus.base.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The limits of the broker in {@code application.properties}. */
public final class LimitsFile {

    private LimitsFile() {
    }

    /** By their keys. */
    public static Map<String, String> read() throws IOException {
        Map<String, String> limits = new HashMap<>(PackagedProperties.load().values());
        limits.keySet().removeIf(key -> !key.startsWith("campus.broker.limit."));
        return limits;
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
