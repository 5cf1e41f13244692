package campus.broker.client;

import campus.base.PrintableText;
import java.nio.charset.StandardCharsets;

/**
 * Who is at the other end of a connection, once the password has been checked.
 *
 * @param user    null: anonymous
 * @param id      the client identifier as the client knows it
 * @param version of MQTT: 3 (3.1), 4 (3.1.1) or 5
 * @param trusted whether it is one of {@code campus.broker.trusted-users}
 */
public record Client(String user, String id, int version, boolean trusted) {

    private static final int MAX_NAME_BYTES = 256;

    /** Whether it gets reason codes. */
    public boolean mqtt5() {
        return version == 5;
    }

    /** The client identifier that Artemis gets. */
    public String name() {
        return ArtemisNames.client(user, id);
    }

    /** For a log. */
    public String description() {
        return (user == null ? "an anonymous client" : "user " + user) + " with the identifier " + id;
    }

    /** The user, empty if it is anonymous. */
    public String owner() {
        return user == null ? "" : user;
    }

    /**
     * Whether a user name or client identifier is taken: names with control or format characters, or with a dollar sign
     * in front, which is the broker's own, have only been seen in attacks.
     */
    public static boolean isOrdinary(String name) {
        return !name.startsWith("$") && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES
                && PrintableText.of(name).equals(name);
    }
}
