package campus.link.wire;

/** Whether a topic filter matches a topic (MQTT 5 section 4.7). */
public final class TopicMatch {

    private TopicMatch() {
    }

    /**
     * Whether a message on this topic belongs to a subscription.
     *
     * @param filter a topic filter, with + and #, or a shared subscription
     */
    public static boolean matches(String filter, String topic) {
        String own = filter.startsWith("$share/") ? filter.substring(filter.indexOf('/', 7) + 1) : filter;
        if (topic.startsWith("$") != own.startsWith("$")) {
            return false;
        }
        int at = 0;
        int position = 0;
        while (position < own.length()) {
            char c = own.charAt(position);
            if (c == '#') {
                return true;
            }
            if (c == '+') {
                int slash = topic.indexOf('/', at);
                at = slash < 0 ? topic.length() : slash;
                position++;
            } else if (at < topic.length() && topic.charAt(at) == c) {
                at++;
                position++;
            } else {
                // The filter a/# matches the topic a.
                return at == topic.length() && own.substring(position).equals("/#");
            }
        }
        return at == topic.length();
    }
}
