package campus.broker.users;

import campus.mqtt.TopicFilter;
import java.util.Optional;

/** A {@code pattern} line: a rule whose filter holds {@code %u} and {@code %c} until the client is known. */
record AclPattern(boolean read, boolean write, String filter) {

    /** The rule for one client; empty if the filter needs a name that the client does not have. */
    Optional<AclRule> resolve(String user, String clientId) {
        boolean needsClient = filter.contains("%c");
        boolean needsName = needsClient || filter.contains("%u");
        if (needsName && user == null || needsClient && (clientId == null || clientId.indexOf('/') >= 0)) {
            return Optional.empty();
        }
        // One pass, as in Mosquitto: a user whose name is "%c" does not get the topics of a client.
        StringBuilder resolved = new StringBuilder();
        for (int i = 0; i < filter.length(); i++) {
            if (filter.startsWith("%u", i)) {
                resolved.append(user);
                i++;
            } else if (filter.startsWith("%c", i)) {
                resolved.append(clientId);
                i++;
            } else {
                resolved.append(filter.charAt(i));
            }
        }
        return Optional.of(resolved.toString()).filter(TopicFilter::isValid)
                .map(text -> new AclRule(read, write, TopicFilter.of(text)));
    }
}
