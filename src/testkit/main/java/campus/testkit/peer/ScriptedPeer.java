package campus.testkit.peer;

import campus.testkit.Ports;
import campus.testkit.peer.ScriptedPeerPacket.Connect;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * An MQTT 5 server for tests that notes all that it receives, and behaves as a script tells it: as brokers and networks
 * that a real broker cannot be made into. Without a script it is a friendly broker with one client: it answers, keeps
 * sessions and redelivers, but passes no message from one client to another. It knows the packets and features that the
 * tests need, and counts all others as faults of the client.
 */
public final class ScriptedPeer implements AutoCloseable {

    private static final int MAX_PACKET = 16 * 1024 * 1024;
    private static final Duration POLL = Duration.ofMillis(2);

    private final int port = Ports.free();
    /** One thread, which alone reads and changes the state of this peer and its parts. */
    private final EventLoop loop = new NioEventLoopGroup(1, new DefaultThreadFactory("peer-" + port, true)).next();
    private final ScriptedPeerScript always = new ScriptedPeerScript(null);
    private final Map<Integer, ScriptedPeerScript> scripts = new HashMap<>();
    private final List<ScriptedPeerConnection> connections = new ArrayList<>();
    final Map<String, ScriptedPeerSession> sessions = new HashMap<>();
    final List<ScriptedPeerPacket> accepted = new ArrayList<>();
    final List<ScriptedPeerPacket> wrongAcks = new ArrayList<>();
    final List<String> faults = new ArrayList<>();
    private volatile Duration patience = Duration.ofSeconds(10);
    private volatile Channel server;

    private ScriptedPeer() {
    }

    /** A peer that listens on a free port of 127.0.0.1. */
    public static ScriptedPeer start() {
        ScriptedPeer peer = new ScriptedPeer();
        peer.up();
        return peer;
    }

    /** The TCP port that it listens on, or did before {@link #down()}. */
    public int port() {
        return port;
    }

    /** The address as MQTT clients write it. */
    public String uri() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Sets how long each wait lasts at most, instead of 10 s. */
    public ScriptedPeer patience(Duration limit) {
        patience = limit;
        return this;
    }

    /** The behaviour on all connections. */
    public ScriptedPeerScript always() {
        return always;
    }

    /** The behaviour on one connection, the first is 1; to be set before it comes, or while it lasts. */
    public ScriptedPeerScript onConnection(int number) {
        return onLoop(() -> scripts.computeIfAbsent(number, each -> new ScriptedPeerScript(always)));
    }

    /** Stops listening, and ends all connections as the system does for a server that was killed. */
    public void down() {
        // The selector lets go of the port when it selects next; a task that is scheduled comes after that.
        onLoop(() -> {
            server.close();
            connections.forEach(ScriptedPeerConnection::close);
            return loop.schedule(() -> { }, 1, TimeUnit.MILLISECONDS);
        }).syncUninterruptibly();
    }

    /** Listens again, on the same port and with the same sessions. */
    public void up() {
        server = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(MqttEncoder.INSTANCE, new MqttDecoder(MAX_PACKET));
                        int number = connections.size() + 1;
                        connections.add(new ScriptedPeerConnection(ScriptedPeer.this, number, channel));
                    }
                })
                .bind("127.0.0.1", port).syncUninterruptibly().channel();
    }

    /** All connections that were accepted, in order. */
    public List<ScriptedPeerConnection> connections() {
        return onLoop(() -> List.copyOf(connections));
    }

    /** All packets of one type that were received, connection by connection. */
    public List<ScriptedPeerPacket> received(MqttMessageType type) {
        return onLoop(() -> connections.stream().flatMap(each -> each.received(type).stream()).toList());
    }

    /** The messages that a broker would have passed on, in order: not refused, and each of QoS 2 once. */
    public List<ScriptedPeerPacket> accepted() {
        return onLoop(() -> List.copyOf(accepted));
    }

    /** Acknowledgements of messages that were not outstanding on their connection. */
    public List<ScriptedPeerPacket> wrongAcks() {
        return onLoop(() -> List.copyOf(wrongAcks));
    }

    /** All that a client did and must not do, wrong acknowledgements included. */
    public List<String> faults() {
        return onLoop(() -> List.copyOf(faults));
    }

    /** The session of a client; one that exists before the client comes is resumed, unless the client starts clean. */
    public ScriptedPeerSession session(String clientId) {
        return onLoop(() -> sessions.computeIfAbsent(clientId, id -> new ScriptedPeerSession(this)));
    }

    /** Sends a message to the subscriber; waits for one. */
    public void deliver(String topic, String payload, int qos) {
        awaitSubscriber().deliver(topic, payload, qos);
    }

    /** Waits until so many connections have been accepted, and returns that one; the first is 1. */
    public ScriptedPeerConnection awaitConnection(int number) {
        await("connection " + number, () -> connections().size() >= number);
        return connections().get(number - 1);
    }

    /** Waits for a connection whose client has subscribed, now or earlier in its session; the newest of several. */
    public ScriptedPeerConnection awaitSubscriber() {
        // The last look counts: the connection may be gone at the next.
        AtomicReference<ScriptedPeerConnection> found = new AtomicReference<>();
        await("a subscriber", () -> {
            found.set(subscriber());
            return found.get() != null;
        });
        return found.get();
    }

    /** Waits until so many packets of this type have come on all connections, and returns all of this type. */
    public List<ScriptedPeerPacket> awaitReceived(MqttMessageType type, int count) {
        await(count + " " + type, () -> received(type).size() >= count);
        return received(type);
    }

    /**
     * Waits for a condition on this peer.
     *
     * @param what what is waited for, for the message of the failure
     * @throws AssertionError if it does not come in time; the message lists what was received
     */
    public void await(String what, BooleanSupplier condition) {
        try {
            Awaitility.await().atMost(patience).pollDelay(Duration.ZERO).pollInterval(POLL)
                    .until(condition::getAsBoolean);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("Waited " + patience.toMillis() + " ms for " + what + onLoop(this::describe), e);
        }
    }

    /** Ends all connections and the peer's thread; nothing can be asked afterwards. */
    @Override
    public void close() {
        loop.parent().shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Works on the loop, and returns the result when it is there. */
    <T> T onLoop(Supplier<T> work) {
        return loop.inEventLoop() ? work.get() : loop.submit(work::get).syncUninterruptibly().getNow();
    }

    // All that follows runs on the loop.

    /** Ends an older connection of a client (MQTT 5 section 3.1.4); whether the client resumes its session. */
    boolean resume(Connect connect) {
        ScriptedPeerSession kept = sessions.get(connect.clientId());
        if (kept != null && kept.connection != null) {
            kept.connection.disconnect(0x8E);
        }
        if (connect.cleanStart()) {
            sessions.remove(connect.clientId());
        }
        return sessions.containsKey(connect.clientId());
    }

    private ScriptedPeerConnection subscriber() {
        return onLoop(() -> connections.stream()
                .filter(each -> each.session != null && each.session.isSubscribedOn(each))
                .reduce((older, newer) -> newer).orElse(null));
    }

    private String describe() {
        return connections.stream().map(connection -> "\n  " + connection)
                .collect(Collectors.joining("", connections.isEmpty() ? "; no client has connected" : "; received:",
                        faults.isEmpty() ? "" : "\n  faults: " + faults));
    }
}
