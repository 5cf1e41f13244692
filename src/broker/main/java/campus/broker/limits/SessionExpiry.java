package campus.broker.limits;

import campus.broker.client.Client;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How long the sessions of others than the trusted users may outlive their connections: only so long, and only so many
 * of them ({@link Limits.Sessions}). Past that number a session ends with its connection, and the CONNACK says so.
 */
public final class SessionExpiry {

    private static final long CONNECTING_NANOS = 60_000_000_000L;

    private final Limits limits;
    private final Supplier<Set<String>> existing;
    private final Map<String, Granted> granted = new HashMap<>();

    /**
     * None yet.
     *
     * @param existing the names of the sessions that Artemis has
     */
    public SessionExpiry(Limits limits, Supplier<Set<String>> existing) {
        this.limits = limits;
        this.existing = existing;
    }

    /**
     * The expiry of the session of a client that connects.
     *
     * @param seconds as requested; 0: with the connection; -1: never
     */
    public synchronized int grant(Client client, int seconds) {
        if (client.trusted() || seconds == 0) {
            return seconds;
        }
        if (!granted.containsKey(client.name()) && isFull(client.owner())) {
            long now = System.nanoTime();
            Set<String> names = existing.get();
            granted.entrySet().removeIf(session -> now - session.getValue().nanos > CONNECTING_NANOS
                    && !names.contains(session.getKey()));
            if (isFull(client.owner())) {
                return 0;
            }
        }
        granted.put(client.name(), new Granted(client.owner(), System.nanoTime()));
        return atMost(seconds);
    }

    private int atMost(int seconds) {
        int most = (int) limits.sessions().expiry().toSeconds();
        return seconds < 0 || seconds > most ? most : seconds;
    }

    /** The expiry that a client may set when it leaves; it has been granted another one before. */
    public int change(Client client, int seconds) {
        return client.trusted() ? seconds : atMost(seconds);
    }

    private boolean isFull(String owner) {
        return granted.size() >= limits.sessions().inAll() || granted.values().stream()
                .filter(session -> session.owner.equals(owner)).count() >= limits.sessions().perUser();
    }

    private record Granted(String owner, long nanos) {
    }
}
