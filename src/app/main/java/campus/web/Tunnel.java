package campus.web;

import campus.link.wire.Address;
import campus.link.wire.ConnectFailure;
import campus.link.wire.Transport;
import campus.link.wire.TransportOptions;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Bytes between a WebSocket and the broker, both ways and unchanged. An end that cannot take more stops the reading at
 * the other; before the broker is connected nothing is read. All of it happens on the event loop of the WebSocket. The
 * last frame tells why it ends: 1014 and a reason if it is the broker.
 */
final class Tunnel extends ChannelInboundHandlerAdapter {

    private static final long PATIENCE_SECONDS = 5;
    private static final int MAX_REASON = 120;
    /** Where the reason code of a CONNACK is (MQTT 5 section 3.2.2.2), if its properties are shorter than 128 bytes. */
    private static final int REASON = 3;

    private record Target(Address address, InetAddress host) {
    }

    private final Channel browser;
    private final List<Address> addresses;
    private final TransportOptions options;
    private final IntConsumer answer;
    private Transport transport;
    private Channel broker;
    private boolean ended;

    /** @param answer gets the reason code of the CONNACK */
    Tunnel(Channel browser, List<Address> addresses, TransportOptions options, IntConsumer answer) {
        this.browser = browser;
        this.addresses = addresses;
        this.options = options;
        this.answer = answer;
    }

    /** Connects to the first address that answers. */
    void begin() {
        CompletableFuture.supplyAsync(this::resolve).whenCompleteAsync((targets, failure) -> {
            if (failure != null) {
                end(ConnectFailure.of(failure));
            } else {
                attempt(targets, 0);
            }
        }, browser.eventLoop());
    }

    private List<Target> resolve() {
        List<Target> targets = new ArrayList<>();
        UnknownHostException unknown = null;
        for (Address address : addresses) {
            try {
                for (InetAddress host : InetAddress.getAllByName(address.host())) {
                    targets.add(new Target(address, host));
                }
            } catch (UnknownHostException e) {
                unknown = e;
            }
        }
        if (targets.isEmpty() && unknown != null) {
            throw new CompletionException(unknown);
        }
        return targets;
    }

    private void attempt(List<Target> targets, int index) {
        if (ended || !browser.isActive()) {
            return;
        }
        Target target = targets.get(index);
        Transport tried = new Transport(target.address(), options, browser.eventLoop());
        transport = tried;
        tried.connect(target.host()).thenCompose(to -> tried.secure()).thenCompose(session -> tried.upgrade())
                .thenCompose(upgraded -> tried.pipe(new BrokerEnd()))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .whenCompleteAsync((connected, failure) -> {
                    if (failure == null) {
                        connected(connected);
                        return;
                    }
                    tried.close();
                    if (index + 1 < targets.size()) {
                        attempt(targets, index + 1);
                    } else {
                        end(ConnectFailure.of(failure));
                    }
                }, browser.eventLoop());
    }

    private void connected(Channel connected) {
        broker = connected;
        if (!browser.isActive() || ended) {
            broker.close();
        } else {
            browser.config().setAutoRead(true);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!ended && (message instanceof BinaryWebSocketFrame || message instanceof ContinuationWebSocketFrame)) {
            broker.writeAndFlush(((WebSocketFrame) message).content());
        } else if (message instanceof PingWebSocketFrame ping) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content()));
        } else {
            ReferenceCountUtil.release(message);
            if (message instanceof CloseWebSocketFrame) {
                end(WebSocketCloseStatus.NORMAL_CLOSURE, "");
            } else if (message instanceof TextWebSocketFrame) {
                end(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "MQTT is in binary frames");
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (broker != null) {
            broker.config().setAutoRead(browser.isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended = true;
        if (transport != null) {
            transport.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(WebSocketCloseStatus.PROTOCOL_ERROR, "");
    }

    private void end(ConnectFailure failure) {
        end(WebSocketCloseStatus.BAD_GATEWAY, failure.text());
    }

    private void end(WebSocketCloseStatus status, String reason) {
        if (ended) {
            return;
        }
        ended = true;
        String plain = new String(reason.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
        browser.writeAndFlush(new CloseWebSocketFrame(status,
                plain.length() > MAX_REASON ? plain.substring(0, MAX_REASON) : plain))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** The last handler of the broker's connection. */
    private final class BrokerEnd extends ChannelInboundHandlerAdapter {

        private boolean answered;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof ByteBuf bytes && !ended) {
                if (!answered && bytes.readableBytes() > REASON) {
                    answer.accept(bytes.getUnsignedByte(bytes.readerIndex() + REASON));
                }
                answered = true;
                browser.write(new BinaryWebSocketFrame(bytes));
            } else {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            browser.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            browser.config().setAutoRead(ctx.channel().isWritable());
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            end(WebSocketCloseStatus.BAD_GATEWAY, "the broker closed the connection");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            end(ConnectFailure.of(cause));
            ctx.close();
        }
    }
}
