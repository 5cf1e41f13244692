package campus.app;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the options of a command say, by the keys of the properties that they stand for.
 *
 * @param properties as with {@code -D}: placeholders count
 * @param literals   literal text as it was typed, such as a password: nothing in it is a placeholder or a reference;
 *                   wins over the properties
 */
public record CommandOptions(Map<String, String> properties, Map<String, String> literals) {

    public static final String BROKER_URL = "camel.component.paho-mqtt5.broker-url";
    public static final String USER = "camel.component.paho-mqtt5.user-name";
    public static final String PASSWORD = "camel.component.paho-mqtt5.password";
    public static final String CLIENT_ID = "camel.component.paho-mqtt5.client-id";
    public static final String STUDENT_USER = "campus.student.username";
    public static final String STUDENT_PASSWORD = "campus.student.password";

    /** Properties, and no options besides. */
    public static CommandOptions of(Map<String, String> properties) {
        return new CommandOptions(properties, Map.of());
    }

    /** The same, with a session that the broker keeps for a minute, while the command connects again. */
    public CommandOptions resuming() {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.putIfAbsent("campus.link.resume-seconds", "60");
        return new CommandOptions(all, literals);
    }
}
