package campus.broker.guard;

import campus.broker.client.ArtemisNames;
import campus.broker.users.Acl;
import campus.broker.users.Passwords;
import java.util.Set;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager4;

/**
 * Makes Artemis decide by {@link Passwords} and {@link Acl}, behind the {@link Guard} that has decided already. This is
 * version 4 of the interface, not 5: it passes the connection, which has the client identifier that {@code %c} needs.
 * It checks the password once more when the client connects; version 5 would look up a cache, by the password, at every
 * message.
 *
 * @param acl       read once: a changed file counts at the next start
 * @param passwords read once too
 */
public record AclSecurity(Acl acl, Passwords passwords) implements ActiveMQSecurityManager4 {

    /** To Artemis null means "refused", so a client without a name needs one here; nothing depends on it. */
    private static final String ANONYMOUS = "anonymous";

    @Override
    public String validateUser(String user, String password, RemotingConnection connection, String securityDomain) {
        if (user == null) {
            return ANONYMOUS;
        }
        return passwords.matches(user, password) ? user : null;
    }

    @Override
    public String validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType,
            String address, RemotingConnection connection, String securityDomain) {
        // The password was checked when the client connected; Artemis passes it again at every message.
        boolean allowed = isAllowed(user, ArtemisNames.clientId(connection.getClientID()), checkType,
                ArtemisNames.clientTopic(address));
        return allowed ? user == null ? ANONYMOUS : user : null;
    }

    /** An address is a topic for SEND, and a topic filter for the checks of a subscription. */
    private boolean isAllowed(String user, String clientId, CheckType checkType, String address) {
        // Artemis keeps retained messages and the state of QoS 2 in the other addresses with a dollar sign.
        boolean topic = !address.startsWith("$") || address.startsWith("$SYS/");
        return switch (checkType) {
            // An MQTT client can delete nothing but its own subscription.
            case DELETE_DURABLE_QUEUE, DELETE_NON_DURABLE_QUEUE, DELETE_ADDRESS -> true;
            case SEND -> topic && acl.mayWrite(user, clientId, address);
            case CONSUME, CREATE_DURABLE_QUEUE, CREATE_NON_DURABLE_QUEUE ->
                    topic && acl.mayRead(user, clientId, address);
            case CREATE_ADDRESS ->
                    topic && (acl.mayWrite(user, clientId, address) || acl.mayRead(user, clientId, address));
            default -> false;
        };
    }

    @Override
    public boolean validateUser(String user, String password) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        return false;
    }
}
