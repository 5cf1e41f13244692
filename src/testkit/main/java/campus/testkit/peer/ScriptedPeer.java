package campus.testkit.peer;

import campus.testkit.proxy.ProxyPort;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * An MQTT 5 server that does what a test tells it, and writes down all that it receives: it stands for the brokers and
 * the networks that a real broker cannot be made to be. Untold, it behaves as a friendly broker with one client: it
 * answers everything, keeps sessions and redelivers, but forwards nothing from one client to another.
 */
public final class ScriptedPeer implements AutoCloseable {

    private static final int MAX_PACKET = 16 * 1024 * 1024;
    private static final int MAX_CLIENT_ID = 65_535;

    /** Guards all state of the peer; all changes are made by the loop's only thread. */
    final Object lock = new Object();

    private final int port;
    private final EventLoopGroup loop = new NioEventLoopGroup(1, this::thread);
    private final ScriptedPeerScript always = new ScriptedPeerScript(null, lock);
    private final Map<Integer, ScriptedPeerScript> scripts = new HashMap<>();
    private final List<ScriptedPeerConnection> connections = new ArrayList<>();
    private final Map<String, ScriptedPeerSession> sessions = new HashMap<>();
    private final List<ScriptedPeerPacket> accepted = new ArrayList<>();
    private final List<ScriptedPeerPacket> wrongAcks = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private Duration patience = Duration.ofSeconds(10);
    private Channel server;
    private volatile Thread thread;

    private ScriptedPeer(int port) {
        this.port = port;
    }

    /** A peer that listens on a free port of 127.0.0.1. */
    public static ScriptedPeer start() {
        return startOn(ProxyPort.free());
    }

    /** A peer that listens on this port of 127.0.0.1. */
    public static ScriptedPeer startOn(int port) {
        ScriptedPeer peer = new ScriptedPeer(port);
        try {
            peer.up();
            return peer;
        } catch (RuntimeException e) {
            peer.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    /** The address as MQTT clients write it. */
    public String uri() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Sets how long the waits wait, 10 s if never set. */
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
        synchronized (lock) {
            return scripts.computeIfAbsent(number, each -> new ScriptedPeerScript(always, lock));
        }
    }

    /** Stops listening and ends all connections as the system does for a server that was killed. */
    public void down() {
        // The selector lets go of the port when it selects next; a task of its own comes after that.
        loop.submit(() -> {
            server.close();
            connections().stream().filter(ScriptedPeerConnection::isOpen).forEach(ScriptedPeerConnection::close);
            return loop.schedule(() -> { }, 1, TimeUnit.MILLISECONDS);
        }).syncUninterruptibly().getNow().syncUninterruptibly();
    }

    /** Listens again, on the same port and with the same sessions. */
    public void up() {
        server = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(MqttEncoder.INSTANCE, new MqttDecoder(MAX_PACKET, MAX_CLIENT_ID));
                        onLoop(() -> opened(channel));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).syncUninterruptibly().channel();
    }

    /** Every connection that was accepted, in order. */
    public List<ScriptedPeerConnection> connections() {
        synchronized (lock) {
            return List.copyOf(connections);
        }
    }

    /** All that was received, connection by connection. */
    public List<ScriptedPeerPacket> received() {
        return connections().stream().flatMap(connection -> connection.received().stream()).toList();
    }

    /** All packets of one type that were received, connection by connection. */
    public List<ScriptedPeerPacket> received(MqttMessageType type) {
        return received().stream().filter(packet -> packet.type() == type).toList();
    }

    /** The messages that a broker would have passed on, in order: not refused, and with QoS 2 each one once. */
    public List<ScriptedPeerPacket> accepted() {
        synchronized (lock) {
            return List.copyOf(accepted);
        }
    }

    /** Acknowledgements of what was not outstanding on the connection that they came on. */
    public List<ScriptedPeerPacket> wrongAcks() {
        synchronized (lock) {
            return List.copyOf(wrongAcks);
        }
    }

    /** Everything that a client must not do and did, wrong acknowledgements included. */
    public List<String> faults() {
        synchronized (lock) {
            return List.copyOf(faults);
        }
    }

    /** What is kept of a client; to be filled before the client comes, which then resumes it unless it starts clean. */
    public ScriptedPeerSession session(String clientId) {
        synchronized (lock) {
            return sessions.computeIfAbsent(clientId, id -> new ScriptedPeerSession(this));
        }
    }

    /** Sends a message to the subscriber, once there is one. */
    public void deliver(String topic, String payload, int qos) {
        awaitSubscriber().deliver(topic, payload, qos);
    }

    /** Sends exactly this to the subscriber, once there is one. */
    public void deliver(String topic, byte[] payload, int qos, int packetId, boolean dup, boolean retain) {
        awaitSubscriber().deliver(topic, payload, qos, packetId, dup, retain);
    }

    /** Waits until so many connections have been accepted, and returns that one; the first is 1. */
    public ScriptedPeerConnection awaitConnection(int number) {
        await("connection " + number, () -> connections.size() >= number);
        return connections().get(number - 1);
    }

    /** Waits for a connection whose client has subscribed, now or earlier in a session; the newest if there are two. */
    public ScriptedPeerConnection awaitSubscriber() {
        await("a subscriber", () -> subscriber() != null);
        synchronized (lock) {
            return subscriber();
        }
    }

    /** Waits until so many packets of this type have come on all connections together. */
    public List<ScriptedPeerPacket> awaitReceived(MqttMessageType type, int count) {
        await(count + " " + type,
                () -> connections.stream().mapToInt(connection -> connection.count(type)).sum() >= count);
        return received(type);
    }

    /**
     * Waits for a condition, and looks again whenever something has happened here.
     *
     * @throws AssertionError saying what was waited for and what was received instead
     */
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (lock) {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("Waited " + patience.toMillis() + " ms for " + what + describe());
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("Interrupted while waiting for " + what + describe(), e);
                }
            }
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was received and what was wrong, for the message of a failure. */
    String describe() {
        return connections.stream().map(connection -> "\n  " + connection)
                .collect(Collectors.joining("", connections.isEmpty() ? "; nobody has connected" : "; received:",
                        faults.isEmpty() ? "" : "\n  faults: " + faults));
    }

    /** Makes a change and lets those who wait look again. */
    void onLoop(Runnable change) {
        Runnable guarded = () -> {
            synchronized (lock) {
                change.run();
                lock.notifyAll();
            }
        };
        if (Thread.currentThread() == thread) {
            guarded.run();
        } else {
            loop.submit(guarded).syncUninterruptibly();
        }
    }

    // All that follows runs on the loop, under the lock.

    boolean hasSession(String clientId) {
        return sessions.containsKey(clientId);
    }

    void forget(String clientId) {
        sessions.remove(clientId);
    }

    void forget(String clientId, ScriptedPeerSession session) {
        sessions.remove(clientId, session);
    }

    void accept(ScriptedPeerPacket publish) {
        accepted.add(publish);
    }

    void wrongAck(ScriptedPeerPacket packet) {
        wrongAcks.add(packet);
        faults.add("connection " + packet.connection() + ": " + packet + " acknowledges what is not outstanding");
    }

    void fault(ScriptedPeerConnection connection, String what) {
        faults.add("connection " + connection.number() + ": " + what);
    }

    private Thread thread(Runnable work) {
        thread = new Thread(work, "scripted-peer-" + port);
        thread.setDaemon(true);
        return thread;
    }

    private void opened(SocketChannel channel) {
        int number = connections.size() + 1;
        connections.add(new ScriptedPeerConnection(this, number, channel, onConnection(number)));
    }

    private ScriptedPeerConnection subscriber() {
        for (int i = connections.size() - 1; i >= 0; i--) {
            ScriptedPeerSession session = connections.get(i).session();
            if (session != null && session.isOn(connections.get(i)) && session.isSubscribed()) {
                return connections.get(i);
            }
        }
        return null;
    }
}
