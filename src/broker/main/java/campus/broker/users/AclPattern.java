package campus.broker.users;

import campus.mqtt.TopicFilter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of the ACL: a rule whose filter holds {@code %u} and {@code %c} until the client is known. */
record AclPattern(boolean read, boolean write, String filter) {

    private static final Pattern NAME = Pattern.compile("%[uc]");

    /** The rule for one client; empty if the filter needs a name that the client does not have. */
    Optional<AclRule> resolve(String user, String clientId) {
        boolean needsClient = filter.contains("%c");
        boolean needsName = needsClient || filter.contains("%u");
        if (needsName && user == null || needsClient && (clientId == null || clientId.indexOf('/') >= 0)) {
            return Optional.empty();
        }
        // One pass, as in Mosquitto: a user whose name is "%c" does not get the topics of a client.
        String resolved = NAME.matcher(filter).replaceAll(
                name -> Matcher.quoteReplacement(name.group().equals("%u") ? user : clientId));
        return Optional.of(resolved).filter(TopicFilter::isValid)
                .map(text -> new AclRule(read, write, TopicFilter.of(text)));
    }
}
