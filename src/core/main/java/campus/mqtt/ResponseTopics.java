package campus.mqtt;

import campus.base.PrintableText;
import campus.base.SettingException;
import campus.base.Settings;

/**
 * The Response Topics (MQTT 5 section 3.3.2.3.5) on which the teacher answers: those below a prefix. Each student can
 * read only its own topics there. An answer on any other topic would be a message in the name of the teacher.
 *
 * @param prefix such as {@code DST/RESPUESTA}
 */
public record ResponseTopics(String prefix) {

    private static final int MAX_LENGTH = 200;

    /**
     * The prefix of the property {@code campus.exchange.response-topic}.
     *
     * @throws SettingException if it is not a topic name
     */
    public static ResponseTopics of(Settings settings) {
        String key = "campus.exchange.response-topic";
        String prefix = settings.text(key);
        if (!TopicFilter.isTopicName(prefix) || !TopicFilter.fitsUri(prefix) || prefix.matches("/.*|.*/")) {
            throw Settings.invalid(key, prefix, "a topic name such as DST/RESPUESTA");
        }
        return new ResponseTopics(prefix);
    }

    /** Whether this is a topic name below the prefix, without control characters and at most 200 characters long. */
    public boolean accepts(String topic) {
        return topic.length() <= MAX_LENGTH && topic.length() > prefix.length() + 1 && topic.startsWith(prefix + "/")
                && TopicFilter.isTopicName(topic) && topic.codePoints().noneMatch(PrintableText::breaksLine);
    }
}
