package campus.broker.guard;

import campus.broker.users.Acl;
import campus.broker.users.Passwords;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.Executor;
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
public final class Guard implements ActiveMQServerPlugin {

    private final Acl acl;
    private final Passwords passwords;
    private final Limits limits;
    private final PublishRules publishing;
    private final ConnectRules connecting;
    private ActiveMQServer server;
    private Executor passwordThread;

    /** The guard of one broker. */
    public Guard(Acl acl, Passwords passwords, Limits limits) {
        this.acl = acl;
        this.passwords = passwords;
        this.limits = limits;
        this.publishing = new PublishRules(acl, limits);
        this.connecting = new ConnectRules(publishing);
    }

    @Override
    public void registered(ActiveMQServer registering) {
        server = registering;
    }

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        if (connection.getTransportConnection() instanceof NettyConnection netty) {
            ChannelPipeline pipeline = netty.getChannel().pipeline();
            ChannelHandlerContext artemis = pipeline.context(MQTTProtocolHandler.class);
            if (artemis != null) {
                // That of Artemis would gather 268 MB before anybody sees the packet.
                pipeline.replace(MqttDecoder.class, "campus-decoder", new MqttDecoder(limits.packetBytes()));
                pipeline.addBefore(artemis.name(), "campus-guard", new GuardHandler(this));
            }
        }
    }

    Limits limits() {
        return limits;
    }

    PublishRules publishing() {
        return publishing;
    }

    ConnectRules connecting() {
        return connecting;
    }

    Subscriptions subscriptions() {
        return new Subscriptions(acl, limits);
    }

    /** Checks passwords one after the other: however many are tried, one thread is busy with them. */
    void checkPassword(String user, byte[] password, Consumer<Boolean> answer) {
        passwordThread().execute(() -> answer.accept(password != null
                && passwords.matches(user, new String(password, StandardCharsets.UTF_8))));
    }

    private synchronized Executor passwordThread() {
        if (passwordThread == null) {
            passwordThread = server.getExecutorFactory().getExecutor();
        }
        return passwordThread;
    }

    /** The subscriptions of a session that Artemis has kept. */
    Collection<MqttTopicSubscription> subscriptionsOf(String client) {
        try {
            return MQTTStateManager.getInstance(server).getSessionState(client).getSubscriptions();
        } catch (Exception e) {
            throw new IllegalStateException("the session of " + client + " cannot be read", e);
        }
    }
}
