package campus.mqtt;

import campus.base.PrintableText;
import campus.base.SettingException;
import campus.base.Settings;
import java.util.Optional;

/**
 * The Response Topics (MQTT 5 section 3.3.2.3.5) on which the teacher answers: those below a prefix. The first level
 * after the prefix names the client that owns the topic, and only that client can read it. An answer on any other topic
 * would be a message in the name of the teacher.
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
        return settings.parsed("campus.exchange.response-topic", ResponseTopics::new, topics ->
                TopicFilter.isTopicName(topics.prefix) && TopicFilter.fitsUri(topics.prefix)
                        && !topics.prefix.matches("/.*|.*/"), "a topic name such as DST/RESPUESTA");
    }

    /**
     * The client that owns a Response Topic: the first level below the prefix.
     *
     * @return empty if it is not a topic name below the prefix, holds a control character or more than 200 characters,
     *         or names no client
     */
    public Optional<String> owner(String topic) {
        if (topic.length() > MAX_LENGTH || !topic.startsWith(prefix + "/") || !TopicFilter.isTopicName(topic)
                || topic.codePoints().anyMatch(PrintableText::breaksLine)) {
            return Optional.empty();
        }
        String client = topic.substring(prefix.length() + 1).split("/", 2)[0];
        return client.isEmpty() ? Optional.empty() : Optional.of(client);
    }

    /** Whether this is a topic name below the prefix that names a client: see {@link #owner}. */
    public boolean accepts(String topic) {
        return owner(topic).isPresent();
    }
}
