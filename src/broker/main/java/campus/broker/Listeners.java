package campus.broker;

import campus.broker.client.ClientLog;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.server.RemotingService;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;

/** The open listeners of a broker; an exception tells why one cannot be opened, and the remedy. */
final class Listeners {

    private final BrokerConfig config;
    private final InetAddress address;
    private final ConnectionAcceptor clients;
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final Map<Listener, Channel> open = new EnumMap<>(Listener.class);

    /** @throws BrokerStartException if the host is not known */
    Listeners(BrokerConfig config, ClientLog log) {
        this.config = config;
        this.clients = new ConnectionAcceptor(config, log);
        this.address = resolve(config.host());
    }

    /**
     * Opens them. Artemis does not, as it would log the stack trace of a port that is taken, and go on without it; and
     * it would let clients wait as long as they like.
     *
     * @throws BrokerStartException if one cannot be opened
     */
    void open(RemotingService remoting) {
        new EnumMap<>(config.ports()).forEach((listener, port) -> {
            Acceptor acceptor = remoting.createAcceptor(ArtemisSettings.listener(listener, config.limits()));
            if (acceptor == null) {
                throw new BrokerStartException("the embedded broker has no MQTT: artemis-mqtt-protocol is missing");
            }
            acceptors.add(acceptor);
            try {
                acceptor.start();
                open.put(listener, clients.open((NettyAcceptor) acceptor, address, port, listener));
            } catch (Exception e) {
                throw explain(listener, port, e);
            }
        });
    }

    /** The port of an open listener: the configured one, or the one that was found if that is 0. */
    int port(Listener listener) {
        return ((InetSocketAddress) open.get(listener).localAddress()).getPort();
    }

    /** The URL of each open listener for clients on this machine. */
    Map<Listener, String> urls() {
        Map<Listener, String> urls = new EnumMap<>(Listener.class);
        open.keySet().forEach(
                listener -> urls.put(listener, listener.scheme() + "://" + host() + ":" + port(listener)));
        return urls;
    }

    private String host() {
        if (address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    void close() throws Exception {
        open.values().forEach(channel -> channel.close().awaitUninterruptibly());
        for (Acceptor acceptor : acceptors) {
            acceptor.stop();
        }
        clients.close();
    }

    private BrokerStartException explain(Listener listener, int port, Exception cause) {
        if (!isLocal()) {
            return new BrokerStartException(config.host() + " is not an address of this machine: set campus.broker.host"
                    + " to one, such as 127.0.0.1 (this machine only) or 0.0.0.0 (every network)", cause);
        }
        String place = "port " + port + " on " + config.host();
        if (port > 0 && port < 1024 && !isTaken(port)) {
            return new BrokerStartException(place + " needs more rights than this program has: set " + listener.key()
                    + " to a port above 1023 (0 = any free one)", cause);
        }
        return new BrokerStartException(place + " is taken: stop the other program, or set " + listener.key() + " to"
                + " another port (0 = any free one), or campus.broker.enabled=false to use a broker that already"
                + " runs", cause);
    }

    private boolean isTaken(int port) {
        try (Socket probe = new Socket(address, port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isLocal() {
        try (ServerSocket probe = new ServerSocket(0, 1, address)) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new BrokerStartException("host " + host + " is not known: set campus.broker.host to an address of"
                    + " this machine, such as 127.0.0.1 (this machine only) or 0.0.0.0 (every network)", e);
        }
    }
}
