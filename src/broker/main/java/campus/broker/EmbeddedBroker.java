package campus.broker;

import campus.base.SettingException;
import campus.broker.client.ClientLog;
import campus.broker.guard.AclSecurity;
import campus.broker.guard.Guard;
import campus.broker.limits.Limits;
import campus.broker.sys.SysTopics;
import campus.broker.sys.TrafficCounter;
import campus.broker.users.Acl;
import campus.broker.users.Passwords;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.slf4j.LoggerFactory;

/**
 * An MQTT broker (3.1, 3.1.1 and 5; over TCP, TLS and WebSocket) inside this process, in memory: ActiveMQ Artemis with
 * the users and permissions of two files in Mosquitto's formats, see {@link Acl} and {@link Passwords}. Nothing
 * outlives {@link #close()}, and nothing is written to disk.
 *
 * <p>What a client sees: a wrong password, an unknown user or a user name without password is refused with 0x86
 * (MQTT 5) or return code 5 (3.1.1); a client without user name is anonymous. A publication that is not permitted is
 * dropped, and the connection stays; an MQTT 5 client gets 0x87 in the PUBACK or PUBREC, any other gets the usual
 * answer. A client whose will is not permitted is refused with 0x87 or return code 5. A subscription that is not
 * permitted is refused with 0x87 (MQTT 5) or 0x80 (3.1.1). {@link Guard} decides all that, before Artemis acts.
 *
 * <p>Bounds: {@link Limits}. What was acknowledged on the topics of the exchange and of the buildings is not lost, but
 * for an absent session of a trusted user, outside the exchange, for which more than half of the budget waits: it ends.
 * If too much waits there, an MQTT 5 client gets 0x97, and any other is not read until there is room. The session of an
 * MQTT 3.1.1 client without clean session outlives its connection as long as that of others, and those of trusted users
 * a day. A client that is silent for one and a half times its Keep Alive is disconnected (MQTT 5 section 3.1.2.10).
 *
 * <p>It publishes figures of itself under {@code $SYS/broker/}, see {@link SysTopics}.
 *
 * <p>Differences from Mosquitto: an MQTT 3.1.1 client with overlapping subscriptions gets a copy for each; a client
 * identifier belongs to its user, so that a client of another user neither ends nor reads its session.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final int START_SECONDS = 30;

    private final Listeners listeners;
    private final ActiveMQServer server;
    private final Guard guard;
    private final TrafficCounter traffic = new TrafficCounter();
    private final AtomicBoolean closed = new AtomicBoolean();
    private Optional<SysTopics> sysTopics = Optional.empty();

    private EmbeddedBroker(Listeners listeners, ActiveMQServer server, Guard guard) {
        this.listeners = listeners;
        this.server = server;
        this.guard = guard;
        server.registerBrokerPlugin(traffic);
        // Behind the others: what the guard refuses is counted too.
        server.registerBrokerPlugin(guard);
    }

    /**
     * Starts a broker and returns when it accepts connections.
     *
     * @throws SettingException     if one of the files cannot be read or understood
     * @throws BrokerStartException if a port is taken, the address is not one of this machine, or the broker does not
     *                              start for another reason; then nothing of it runs
     */
    public static EmbeddedBroker start(BrokerConfig config) {
        Acl acl = Acl.read(config.aclFile());
        Passwords passwords = Passwords.read(config.passwordFile());
        ClientLog log = new ClientLog(LoggerFactory.getLogger(EmbeddedBroker.class), System::nanoTime);
        Listeners listeners = new Listeners(config, log);
        ActiveMQServer server = new MqttServer(ArtemisSettings.broker(), new AclSecurity(acl, passwords));
        Guard guard = new Guard(acl, passwords, config.limits(), log);
        EmbeddedBroker broker = new EmbeddedBroker(listeners, server, guard);
        try {
            server.start();
            if (!server.waitForActivation(START_SECONDS, TimeUnit.SECONDS)) {
                throw new BrokerStartException("the embedded broker was not ready after " + START_SECONDS + " s");
            }
            guard.start(server);
            listeners.open(server.getRemotingService());
            if (!config.sysInterval().isZero()) {
                broker.sysTopics = Optional.of(new SysTopics(server, broker.traffic, config.sysInterval()));
            }
            return broker;
        } catch (BrokerStartException | Error e) {
            // A missing jar shows as an Error.
            broker.close();
            throw e;
        } catch (Exception e) {
            broker.close();
            throw new BrokerStartException("the embedded broker did not start: " + e, e);
        }
    }

    /** The TCP port on which it listens, as {@link #port(Listener)}. */
    public int port() {
        return port(Listener.TCP);
    }

    /** The port of an open listener: the configured one, or the one that was found if that is 0. */
    public int port(Listener listener) {
        return listeners.port(listener);
    }

    /** The URL for clients on this machine, {@code tcp://ADDRESS:PORT}, even if it listens on every interface. */
    public String url() {
        return urls().get(Listener.TCP);
    }

    /** As {@link #url()}, for each open listener. */
    public Map<Listener, String> urls() {
        return listeners.urls();
    }

    /** Disconnects every client, drops every message and frees the ports; a second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            sysTopics.ifPresent(SysTopics::close);
            listeners.close();
            guard.close();
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the embedded broker did not stop cleanly", e);
        }
    }
}
