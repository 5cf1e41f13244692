package campus.broker;

import campus.broker.client.ClientLog;
import campus.broker.guard.Guard;
import campus.broker.limits.Limits;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;

/**
 * Where clients come in. It accepts their connections and hands them to Artemis, but keeps an eye on each until its
 * CONNECT is complete: that takes {@link Limits#connectTimeout} and 256 KiB at most, and begins as MQTT or as HTTP.
 * Artemis itself would wait for ever, and gather without end.
 */
final class ConnectionAcceptor implements AutoCloseable {

    private static final int MAX_ARRIVING = 1000;
    private static final int RECEIVE_BUFFER = 1 << 16;
    private static final int MAX_BYTES = 256 * 1024;
    private static final int LOW_WATER = 32 * 1024;
    private static final int HIGH_WATER = 128 * 1024;
    private static final String WEB_SOCKET = "websocket-handler";

    private final BrokerConfig config;
    private final ClientLog log;
    private final EventLoopGroup loops;
    /** Those whose CONNECT is not complete, the oldest first. */
    private final Set<Channel> arriving = Collections.synchronizedSet(new LinkedHashSet<>());

    ConnectionAcceptor(BrokerConfig config, ClientLog log) {
        this.config = config;
        this.log = log;
        DefaultThreadFactory threads = new DefaultThreadFactory("mqtt", true);
        this.loops = Epoll.isAvailable() ? new EpollEventLoopGroup(threads) : new NioEventLoopGroup(threads);
    }

    /**
     * Opens a listener.
     *
     * @param acceptor started, but without a port of its own
     * @return the channel that accepts
     * @throws Exception if the port cannot be opened
     */
    Channel open(NettyAcceptor acceptor, InetAddress address, int port, Listener listener) throws Exception {
        return new ServerBootstrap().group(loops)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                // What a client that is held back has sent waits at the client, so that its pings are not too late.
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER, HIGH_WATER))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (listener.secure()) {
                            // Artemis looks for this name.
                            channel.pipeline().addLast("ssl", new SslHandler(engine(listener)));
                        }
                        channel.pipeline().addLast(Guard.ARRIVAL, new Arrival());
                        try {
                            acceptor.transfer(channel);
                        } catch (IllegalStateException e) {
                            // The broker is stopping.
                            channel.close();
                        }
                    }
                }).bind(new InetSocketAddress(address, port)).sync().channel();
    }

    private SSLEngine engine(Listener listener) {
        SSLEngine engine = config.tls().orElseThrow().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(listener == Listener.CLIENT_TLS);
        return engine;
    }

    /** Closes every connection. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** If they are too many, the oldest has to go: it has had the most time. */
    private void arrive(Channel channel) {
        Channel oldest = null;
        synchronized (arriving) {
            arriving.add(channel);
            if (arriving.size() > MAX_ARRIVING) {
                Iterator<Channel> all = arriving.iterator();
                oldest = all.next();
                all.remove();
            }
        }
        if (oldest != null) {
            oldest.close();
        }
    }

    /** The guard removes it if the CONNECT is complete. */
    private final class Arrival extends ChannelDuplexHandler {

        private final FirstBytes first = new FirstBytes();
        private Future<?> deadline;
        private int bytes;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            arrive(context.channel());
            deadline = context.executor().schedule(() -> refuse(context, "its CONNECT was not complete in time"),
                    config.limits().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            deadline.cancel(false);
            arriving.remove(context.channel());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf read && read.isReadable()) {
                if (!first.canBeMqtt(read) && !first.canBeHttp()) {
                    refuse(context, "it speaks neither MQTT nor HTTP");
                }
                bytes += read.readableBytes();
                if (bytes > MAX_BYTES) {
                    refuse(context, "its CONNECT is too long");
                }
            }
            if (context.channel().isOpen()) {
                context.fireChannelRead(message);
            } else {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ChannelPipeline pipeline = context.pipeline();
            if (pipeline.get(WEB_SOCKET) != null && pipeline.get(Quiet.class) == null) {
                pipeline.addBefore(WEB_SOCKET, null, new Quiet());
            }
            context.write(message, promise);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            refuse(context, cause.getCause() instanceof SSLException tls
                    ? "TLS failed, as with a client that does not trust the certificate: " + tls.getMessage()
                    : "it broke off: " + cause.getMessage());
        }

        private void refuse(ChannelHandlerContext context, String reason) {
            log.warn("arrival", "closed the connection of " + context.channel().remoteAddress() + ": " + reason);
            context.close();
        }
    }

    /** Artemis would print the stack trace of a WebSocket that broke off to stderr, and log what is no MQTT. */
    private final class Quiet extends ChannelInboundHandlerAdapter {

        private final FirstBytes first = new FirstBytes();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof BinaryWebSocketFrame frame && !first.canBeMqtt(frame.content())) {
                ReferenceCountUtil.release(message);
                log.warn("arrival", "closed the WebSocket of " + context.channel().remoteAddress()
                        + ": it does not speak MQTT");
                context.close();
            } else {
                context.fireChannelRead(message);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            log.debug("WebSocket", "a WebSocket client broke off: " + cause.getMessage());
            context.close();
        }
    }
}
