package campus.link.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * The way to a broker, step by step: TCP, TLS, WebSocket, MQTT's codec. A step that the address does not ask for ends
 * at once; each other one completes on the event loop, and fails if the connection ends meanwhile. No step has a time
 * limit: who waits for it closes the transport.
 */
public final class Transport {

    private static final int MAX_PACKET = 268_435_455 + 5;
    private static final int SEND_BUFFER = 1 << 16;
    private static final int MAX_HTTP_ANSWER = 16_384;

    private final Address address;
    private final TransportOptions options;
    private final EventLoop loop;
    private Channel channel;
    /** Why the connection has ended before it spoke MQTT: it fails the step that is under way. */
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();

    /** A transport that is not connected. */
    public Transport(Address address, TransportOptions options, EventLoop loop) {
        this.address = address;
        this.options = options;
        this.loop = loop;
    }

    /** The first step: a TCP connection to one of the addresses of the host name. */
    public CompletableFuture<InetSocketAddress> connect(InetAddress host) {
        return begin(connected -> {
            ChannelFuture attempt = new Bootstrap().group(loop).channelFactory(() -> options.channel(address))
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                    // A ping stands behind all that waits there for a broker that reads slowly.
                    .option(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                    // A write that fails must not end the reading: the broker's last word may tell the reason.
                    .option(ChannelOption.AUTO_CLOSE, false)
                    .handler(new StepEnd()).connect(new InetSocketAddress(host, address.port()));
            channel = attempt.channel();
            attempt.addListener(done -> connected(attempt, connected));
        });
    }

    private static void connected(ChannelFuture attempt, CompletableFuture<InetSocketAddress> connected) {
        if (!attempt.isSuccess()) {
            connected.completeExceptionally(attempt.cause());
        } else if (attempt.channel().remoteAddress() == null
                || attempt.channel().remoteAddress().equals(attempt.channel().localAddress())) {
            // On loopback the port without a server may be drawn as the local port: TCP connects it to itself.
            attempt.channel().close();
            connected.completeExceptionally(new ConnectException("connected to itself"));
        } else {
            connected.complete((InetSocketAddress) attempt.channel().remoteAddress());
        }
    }

    /** The second step: TLS; empty if the address does not ask for it. */
    public CompletableFuture<Optional<SSLSession>> secure() {
        if (!address.isTls()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return this.<Optional<SSLSession>>begin(secured -> options.secure(channel, address, secured))
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        e instanceof SSLException || e.getCause() instanceof SSLException ? e
                                : new SSLException("the handshake did not end: " + e.getMessage(), e)));
    }

    /** The third step: a WebSocket (MQTT 5 section 6); false if the address does not ask for it. */
    public CompletableFuture<Boolean> upgrade() {
        if (!address.isWebSocket()) {
            return CompletableFuture.completedFuture(false);
        }
        return begin(upgraded -> {
            DefaultHttpHeaders headers = new DefaultHttpHeaders();
            options.webSocketHeaders().forEach(headers::add);
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_HTTP_ANSWER),
                    new WebSocketClientProtocolHandler(WebSocketClientHandshakerFactory.newHandshaker(
                            address.webSocket(), WebSocketVersion.V13, "mqtt", false, headers, Integer.MAX_VALUE)),
                    new Frames(upgraded), new StepEnd());
            // The one before them.
            pipeline.remove(StepEnd.class);
            // The handshake begins when a connection becomes active, which this one has been for a while.
            pipeline.context(HttpObjectAggregator.class).fireChannelActive();
        });
    }

    /**
     * The last step: MQTT's codec, and a handler of its packets, which sees the end of the connection too.
     *
     * @param link the name of the connection, for the listener of {@link TransportOptions}
     */
    public CompletableFuture<Channel> speakMqtt(String link, ChannelHandler handler) {
        return end(pipeline -> {
            if (options.listener() != null) {
                pipeline.addLast(new PacketTap(link, options.listener()));
            }
            pipeline.addLast(new FirstPacket(), new MqttDecoder(MAX_PACKET, 65_535), new PacketOutput(),
                    MqttEncoder.INSTANCE, handler);
        });
    }

    /** Instead of the last step: a handler of the bytes as they come, which sees the end of the connection too. */
    public CompletableFuture<Channel> pipe(ChannelHandler handler) {
        return end(pipeline -> pipeline.addLast(handler));
    }

    private CompletableFuture<Channel> end(Consumer<ChannelPipeline> handlers) {
        return begin(ready -> {
            handlers.accept(channel.pipeline());
            channel.pipeline().remove(StepEnd.class);
            ready.complete(channel);
        });
    }

    /** Completes with the reason if the connection ends before it speaks MQTT. */
    public CompletableFuture<Throwable> ended() {
        return end.copy();
    }

    /** Ends the connection, and the step that is under way: the first has begun. May be called by any thread. */
    public void close() {
        loop.execute(() -> {
            end.complete(new EOFException());
            if (channel != null) {
                channel.close();
            }
        });
    }

    private <T> CompletableFuture<T> begin(Step<T> begun) {
        CompletableFuture<T> next = new CompletableFuture<>();
        end.thenAccept(next::completeExceptionally);
        loop.execute(() -> {
            try {
                // A connection that has ended has no handlers left.
                if (!end.isDone()) {
                    begun.begin(next);
                }
            } catch (Exception e) {
                next.completeExceptionally(e);
            }
        });
        return next;
    }

    /** Happens on the event loop, and completes the future sooner or later. */
    private interface Step<T> {

        void begin(CompletableFuture<T> end) throws Exception;
    }

    /** The last handler before MQTT's: the end of the connection fails the step that is under way. */
    private final class StepEnd extends ChannelInboundHandlerAdapter {

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            end.complete(new EOFException());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            end.complete(cause);
            ctx.close();
        }
    }

    /** Takes MQTT out of WebSocket frames and puts it into binary ones. */
    private static final class Frames extends MessageToMessageCodec<WebSocketFrame, ByteBuf> {

        private final CompletableFuture<Boolean> upgraded;

        Frames(CompletableFuture<Boolean> upgraded) {
            this.upgraded = upgraded;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                upgraded.complete(true);
            }
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, WebSocketFrame frame, List<Object> out) throws IOException {
            if (!(frame instanceof BinaryWebSocketFrame || frame instanceof ContinuationWebSocketFrame)) {
                throw new IOException("the server sends WebSocket frames that carry no MQTT");
            }
            out.add(frame.content().retain());
        }

        @Override
        protected void encode(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out) {
            out.add(new BinaryWebSocketFrame(bytes.retain()));
        }
    }
}
