package campus.broker.users;

import campus.mqtt.TopicFilter;

/** One permission or refusal; a rule that neither reads nor writes denies. */
record AclRule(boolean read, boolean write, TopicFilter filter) {

    boolean deny() {
        return !read && !write;
    }
}
