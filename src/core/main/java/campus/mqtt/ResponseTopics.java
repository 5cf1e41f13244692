package campus.mqtt;

import campus.base.SettingException;
import campus.base.Settings;

/**
 * The topics on which an answer may be asked for (Response Topic, MQTT 5 section 3.3.2.3.5): below a prefix whose topics
 * only the student who asked can read. On any other the teacher would publish in a stranger's name.
 *
 * @param prefix such as {@code DST/RESPUESTA}
 */
public record ResponseTopics(String prefix) {

    private static final int MAX_LENGTH = 200;

    /**
     * The prefix {@code campus.exchange.response-topic}.
     *
     * @throws SettingException where that is no topic name
     */
    public static ResponseTopics of(Settings settings) {
        String key = "campus.exchange.response-topic";
        String prefix = settings.text(key);
        if (!prefix.matches("[^+#/?%][^+#?%]*[^+#/?%]")) {
            throw Settings.invalid(key, prefix, "a topic name such as DST/RESPUESTA");
        }
        return new ResponseTopics(prefix);
    }

    /** Whether this is a topic name of which more than the prefix is there, of 200 characters at most. */
    public boolean accepts(String topic) {
        return topic.length() <= MAX_LENGTH && topic.length() > prefix.length() + 1
                && topic.startsWith(prefix + "/") && topic.matches("[^+#\\p{Cntrl}]*");
    }
}
