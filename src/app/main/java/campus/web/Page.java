package campus.web;

import campus.base.Settings;
import campus.link.wire.Address;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of the page, on {@code campus.page.host} and {@code campus.page.port}. */
public final class Page implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("campus");
    private static final int MAX_CONNECTIONS = 300;
    private static final int MAX_LINE = 4096;
    private static final int MAX_HEADERS = 16_384;
    private static final int MAX_BODY = 1024;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1, new DefaultThreadFactory("page", true));
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("page answers", true));
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Tunnels tunnels = new Tunnels();
    private final String host;
    private Channel server;

    private Page(String host) {
        this.host = host;
    }

    /**
     * Opens the server.
     *
     * @return empty if address or port cannot be used, which is logged: the program goes on without its page
     */
    public static Optional<Page> open(Settings settings, PageData data) {
        String host = settings.text("campus.page.host");
        int port = settings.integer("campus.page.port", 0, 65_535);
        Page page = new Page(host);
        try {
            page.listen(port, data);
            return Optional.of(page);
        } catch (Exception e) {
            page.close();
            String reason = e instanceof UnresolvedAddressException ? "unknown host" : String.valueOf(e.getMessage());
            LOG.warn("the page is off: port {} on {} cannot be used ({}): set {}, or campus.page.enabled=false", port,
                    host, reason, reason.matches("unknown host|.*assign.*")
                            ? "campus.page.host to an address of this machine"
                            : "campus.page.port to another port (0 = any free one)");
            return Optional.empty();
        }
    }

    private void listen(int port, PageData data) throws Exception {
        HttpRules rules = new HttpRules(host);
        server = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(65_536, 262_144))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (connections.size() >= MAX_CONNECTIONS) {
                            channel.close();
                            return;
                        }
                        connections.add(channel);
                        channel.pipeline().addLast(new HttpServerCodec(MAX_LINE, MAX_HEADERS, MAX_HEADERS),
                                new HttpObjectAggregator(MAX_BODY, true),
                                // The next request waits for the answer to this one, a frame for the broker.
                                new FlowControlHandler(), new PageHandler(data, rules, tunnels, worker));
                    }
                }).bind(new InetSocketAddress(host, port)).sync().channel();
    }

    /**
     * The broker is there: visitors may open tunnels to it.
     *
     * @param broker  the addresses of the broker in use
     * @param sockets the TLS of the broker's clients; null for that of the Java platform
     */
    public void leadTo(List<Address> broker, SocketFactory sockets) {
        tunnels.leadTo(broker, sockets);
    }

    /** The address for a browser on this machine. */
    public String url() {
        InetSocketAddress bound = (InetSocketAddress) server.localAddress();
        String name = bound.getAddress().isAnyLocalAddress() ? "127.0.0.1" : host;
        return "http://" + NetUtil.toSocketAddressString(name, bound.getPort()) + "/";
    }

    /** Ends every connection. */
    @Override
    public void close() {
        if (server != null && server.isOpen()) {
            server.close().syncUninterruptibly();
        }
        connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        worker.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
