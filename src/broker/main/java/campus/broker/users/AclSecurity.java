package campus.broker.users;

import java.util.Set;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager4;

/**
 * Lets Artemis decide with {@link Passwords} and {@link Acl}. Version 4 of the interface, not 5: it hands over the
 * connection, which knows the client identifier that {@code %c} needs, and it authenticates once per connection,
 * where version 5 asks a cache (that is keyed by the password) at every message.
 */
public final class AclSecurity implements ActiveMQSecurityManager4 {

    /** Artemis takes null for "refused", so somebody without a name needs one here; it decides nothing. */
    private static final String ANONYMOUS = "anonymous";

    private final Acl acl;
    private final Passwords passwords;

    public AclSecurity(Acl acl, Passwords passwords) {
        this.acl = acl;
        this.passwords = passwords;
    }

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
        // The password was looked at when the client connected; Artemis hands it over again at every message.
        boolean allowed = isAllowed(user, connection.getClientID(), checkType, address);
        return allowed ? user == null ? ANONYMOUS : user : null;
    }

    /** An address is a topic for SEND, and a topic filter for what a subscription needs. */
    private boolean isAllowed(String user, String clientId, CheckType checkType, String address) {
        if (address.startsWith("$") && !address.startsWith("$SYS/")) {
            // Artemis keeps retained messages and the state of QoS 2 under such names.
            return isDelete(checkType);
        }
        return switch (checkType) {
            case SEND -> acl.mayWrite(user, clientId, address);
            case CONSUME, CREATE_DURABLE_QUEUE, CREATE_NON_DURABLE_QUEUE -> acl.mayRead(user, clientId, address);
            case CREATE_ADDRESS -> acl.mayWrite(user, clientId, address) || acl.mayRead(user, clientId, address);
            default -> isDelete(checkType);
        };
    }

    /** All that an MQTT client can delete is its own subscription. */
    private static boolean isDelete(CheckType checkType) {
        return switch (checkType) {
            case DELETE_DURABLE_QUEUE, DELETE_NON_DURABLE_QUEUE, DELETE_ADDRESS -> true;
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
