package campus.broker.guard;

import campus.broker.client.ArtemisNames;
import campus.broker.client.ClientLog;
import campus.broker.limits.Limits;
import campus.broker.limits.RetainedTopics;
import campus.broker.limits.SessionExpiry;
import campus.broker.limits.StoredMessages;
import campus.broker.users.Acl;
import campus.broker.users.Passwords;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Stands between the MQTT clients and Artemis, and decides each CONNECT, SUBSCRIBE, UNSUBSCRIBE and PUBLISH before
 * Artemis acts on it: what is refused touches nothing. Artemis itself creates and deletes queues first and asks later.
 * {@link AclSecurity} stays as the second line.
 */
public final class Guard implements ActiveMQServerPlugin, AutoCloseable {

    /** The handler that is removed from a pipeline if the CONNECT is complete. */
    public static final String ARRIVAL = "campus-arrival";

    private static final long COUNT_MILLIS = 200;
    private static final int MAX_LEAVING = 16;
    private static final long LEAVE_SECONDS = 5;

    final Acl acl;
    final Limits limits;
    final ClientLog log;
    final PublishRules publishing;
    /** By the names of the clients that Artemis has let in. */
    final Map<String, GuardHandler> connected = new ConcurrentHashMap<>();
    /** The clients that are gone, and whose last packets still wait. */
    final Set<GuardHandler> leaving = ConcurrentHashMap.newKeySet();
    /** These four are there before the first client. */
    ArtemisSessions artemis;
    SessionExpiry sessions;
    RetainedTopics retained;
    StoredMessages stored;
    private final Passwords passwords;
    /** The places for all but the trusted users. */
    final Semaphore places;
    private ActiveMQServer server;
    private Executor passwordThread;
    private ScheduledFuture<?> counting;

    /** The guard of one broker. */
    public Guard(Acl acl, Passwords passwords, Limits limits, ClientLog log) {
        this.acl = acl;
        this.passwords = passwords;
        this.limits = limits;
        this.places = new Semaphore(limits.connections());
        this.log = log;
        this.publishing = new PublishRules(acl, limits);
    }

    /** The server runs: clients may come. */
    public void start(ActiveMQServer running) throws Exception {
        server = running;
        artemis = new ArtemisSessions(server, MQTTStateManager.getInstance(server));
        sessions = new SessionExpiry(limits, artemis::names);
        retained = new RetainedTopics(limits, artemis::keepsRetained, System::nanoTime);
        stored = new StoredMessages(server, limits);
        passwordThread = server.getExecutorFactory().getExecutor();
        counting = server.getScheduledPool().scheduleWithFixedDelay(this::count, COUNT_MILLIS, COUNT_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        if (counting != null) {
            counting.cancel(false);
        }
    }

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        if (connection.getTransportConnection() instanceof NettyConnection netty) {
            ChannelPipeline pipeline = netty.getChannel().pipeline();
            ChannelHandlerContext handler = pipeline.context(MQTTProtocolHandler.class);
            if (handler == null) {
                // It would be a way around the guard.
                pipeline.close();
            } else {
                // That of Artemis would gather 268 MB before anybody sees the packet.
                pipeline.replace(MqttDecoder.class, "campus-decoder", new MqttDecoder(limits.packets().bytes()));
                pipeline.addBefore(handler.name(), "campus-guard", new GuardHandler(this));
            }
        }
    }

    private void count() {
        try {
            stored.count(this::endSession);
            retained.clean();
        } catch (Exception e) {
            // If it were thrown, the schedule would end.
            if (server.isStarted()) {
                log.warn("count", "what waits in the broker was not counted: " + e);
            }
        }
    }

    /** Lets the last packets of a client that is gone wait for its rate, for a while: of few, as they take heap. */
    void hearOut(GuardHandler client, ChannelHandlerContext context) {
        if (leaving.size() < MAX_LEAVING && leaving.add(client)) {
            closeSoon(context);
        } else {
            context.close();
        }
    }

    /** Closes a connection, if nobody does it within some seconds. */
    static void closeSoon(ChannelHandlerContext context) {
        context.executor().schedule(() -> context.close(), LEAVE_SECONDS, TimeUnit.SECONDS);
    }

    private void endSession(String session, long bytes) {
        try {
            GuardHandler handler = connected.get(session);
            if (ArtemisNames.isGroup(session)) {
                artemis.drain(session);
            } else if (handler != null) {
                handler.tooMuchWaits();
            } else {
                artemis.end(session);
            }
            log.warn("session", bytes / 1024 + " KiB wait for " + session + ", which is too much: it loses them");
        } catch (Exception e) {
            log.warn("end", "the session " + session + " could not be ended: " + e);
        }
    }

    /** Checks passwords one after the other: however many are tried, one thread is busy with them. */
    void checkPassword(String user, byte[] password, Consumer<Boolean> answer) {
        passwordThread.execute(() -> answer.accept(password != null
                && passwords.matches(user, new String(password, StandardCharsets.UTF_8))));
    }
}
