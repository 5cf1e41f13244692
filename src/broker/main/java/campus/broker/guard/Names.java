package campus.broker.guard;

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
final class Names {

    /** Stands for the second of two colons. It is of the private use area of Unicode: no client may use it. */
    static final char COLON = '\uE03A';

    private static final String CLIENT = "c-";
    private static final String GROUP = "g-";
    private static final char END_OF_USER = '~';
    private static final String SHARE = "$share/";

    private Names() {
    }

    /** @param user null: anonymous */
    static String client(String user, String id) {
        return CLIENT + escape(user) + END_OF_USER + escape(id);
    }

    /** The client identifier in a name of {@link #client}. */
    static String clientId(String client) {
        return URLDecoder.decode(client.substring(client.indexOf(END_OF_USER) + 1), StandardCharsets.UTF_8);
    }

    /** The beginning of the queue names of all clients and groups of a user, without the kind in front. */
    static String owner(String queue) {
        int end = queue.indexOf(END_OF_USER);
        return end < 0 ? "" : queue.substring(CLIENT.length(), end);
    }

    /** @param filter of a subscription, which may be shared */
    static String filter(String user, String filter) {
        if (!filter.startsWith(SHARE)) {
            return topic(filter);
        }
        int slash = filter.indexOf('/', SHARE.length());
        return SHARE + GROUP + escape(user) + END_OF_USER + escape(filter.substring(SHARE.length(), slash))
                + topic(filter.substring(slash));
    }

    /** The other direction of {@link #filter}. */
    static String clientFilter(String filter) {
        if (!filter.startsWith(SHARE)) {
            return clientTopic(filter);
        }
        int slash = filter.indexOf('/', SHARE.length());
        String group = filter.substring(filter.indexOf(END_OF_USER) + 1, slash);
        return SHARE + URLDecoder.decode(group, StandardCharsets.UTF_8) + clientTopic(filter.substring(slash));
    }

    static String topic(String topic) {
        return topic.contains("::") ? topic.replace("::", ":" + COLON) : topic;
    }

    /** The other direction of {@link #topic}. */
    static String clientTopic(String topic) {
        return topic.indexOf(COLON) < 0 ? topic : topic.replace(COLON, ':');
    }

    private static String escape(String text) {
        return text == null ? "" : URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace(".", "%2E").replace("+", "%20").replace("*", "%2A");
    }
}
