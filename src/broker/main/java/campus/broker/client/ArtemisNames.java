package campus.broker.client;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The names under which Artemis knows clients, groups and topics. Artemis names the queue of a subscription
 * {@code CLIENT.FILTER}, or {@code GROUP.FILTER} if it is shared, in one name space for all; so the client identifiers
 * {@code ana} and {@code ana.garcia}, or a client and a group, could meet in one queue. Here each has a name with its
 * user in it, in a name space of its own and without a dot. In an address of Artemis, {@code ::} means a queue; here it
 * is text.
 */
public final class ArtemisNames {

    /** Stands for the second of two colons. It is of the private use area of Unicode: no client may use it. */
    public static final char COLON = '\uE03A';

    private static final String CLIENT = "c-";
    private static final String GROUP = "g-";
    private static final char END_OF_USER = '~';
    private static final String SHARE = "$share/";

    private ArtemisNames() {
    }

    /**
     * The client identifier that Artemis gets.
     *
     * @param user null: anonymous
     */
    public static String client(String user, String id) {
        return CLIENT + escape(user) + END_OF_USER + escape(id);
    }

    /** The client identifier in a name of {@link #client}. */
    public static String clientId(String client) {
        return URLDecoder.decode(client.substring(client.indexOf(END_OF_USER) + 1), StandardCharsets.UTF_8);
    }

    /** Whether a queue of Artemis holds the messages of a subscription. */
    public static boolean isSubscription(String queue) {
        return queue.startsWith(CLIENT) || queue.startsWith(GROUP);
    }

    /** The user of a queue of a subscription; empty: anonymous. */
    public static String owner(String queue) {
        return URLDecoder.decode(queue.substring(CLIENT.length(), queue.indexOf(END_OF_USER)), StandardCharsets.UTF_8);
    }

    /** The name of the client, or the group, in the name of a queue of a subscription. */
    public static String session(String queue) {
        return queue.substring(0, queue.indexOf('.'));
    }

    /** Whether a name of {@link #session} is that of a group. */
    public static boolean isGroup(String session) {
        return session.startsWith(GROUP);
    }

    /**
     * The filter of a subscription under the names of Artemis.
     *
     * @param filter it may be shared
     */
    public static String filter(String user, String filter) {
        if (!filter.startsWith(SHARE)) {
            return topic(filter);
        }
        int slash = filter.indexOf('/', SHARE.length());
        return SHARE + GROUP + escape(user) + END_OF_USER + escape(filter.substring(SHARE.length(), slash))
                + topic(filter.substring(slash));
    }

    /** The other direction of {@link #filter}. */
    public static String clientFilter(String filter) {
        if (!filter.startsWith(SHARE)) {
            return clientTopic(filter);
        }
        int slash = filter.indexOf('/', SHARE.length());
        String group = filter.substring(filter.indexOf(END_OF_USER) + 1, slash);
        return SHARE + URLDecoder.decode(group, StandardCharsets.UTF_8) + clientTopic(filter.substring(slash));
    }

    /** A topic, or a filter that is not shared, under the names of Artemis. */
    public static String topic(String topic) {
        return topic.contains("::") ? topic.replace("::", ":" + COLON) : topic;
    }

    /** The other direction of {@link #topic}. */
    public static String clientTopic(String topic) {
        return topic.indexOf(COLON) < 0 ? topic : topic.replace(COLON, ':');
    }

    private static String escape(String text) {
        return text == null ? "" : URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace(".", "%2E").replace("+", "%20").replace("*", "%2A");
    }
}
