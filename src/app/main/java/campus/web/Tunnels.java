package campus.web;

import campus.link.wire.Address;
import campus.link.wire.TransportOptions;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.flow.FlowControlHandler;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/**
 * The WebSockets of the page (MQTT 5 section 6): each is a {@link Tunnel} to the broker in use, whichever transport
 * that has. The page's own port is enough for the browser, and its tools show the packets.
 */
final class Tunnels {

    static final String PATH = "/campus/mqtt";

    private static final int MAX_FRAME = 65_536;
    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MAX_FRAME).allowExtensions(false).build();

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    /** Null until the program has started. */
    private volatile Broker broker;

    Tunnels(int most) {
        this.most = most;
    }

    private record Broker(List<Address> addresses, TransportOptions options) {
    }

    /** @param sockets the TLS of the broker's clients; null for that of the Java platform */
    void leadTo(List<Address> addresses, SocketFactory sockets) {
        broker = new Broker(addresses, new TransportOptions(sockets, true, null, Map.of(), null));
    }

    /** Opens a tunnel in the place of the HTTP connection; else returns the refusal. */
    Optional<Answer> open(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            return Optional.of(Answer.only("GET"));
        }
        if (!HttpRules.isOwnOrigin(request.headers())) {
            return Optional.of(Answer.text(403, "Only the page itself may open a tunnel."));
        }
        String protocols = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(PATH, "mqtt", FRAMES)
                .newHandshaker(request);
        if (handshaker == null || !request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                || Arrays.stream(protocols.split(",")).map(String::strip).noneMatch("mqtt"::equals)) {
            return Optional.of(Answer.text(400, "Here is a WebSocket with the subprotocol mqtt."));
        }
        Broker present = broker;
        if (present == null) {
            return Optional.of(Answer.text(503, "The program starts.").with("retry-after", "1"));
        }
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return Optional.of(Answer.text(503, "Too many tunnels are open."));
        }
        ctx.channel().closeFuture().addListener(closed -> open.decrementAndGet());
        Tunnel tunnel = new Tunnel(ctx.channel(), present.addresses(), present.options());
        ctx.channel().config().setAutoRead(false);
        handshaker.handshake(ctx.channel(), request).addListener(done -> {
            if (done.isSuccess()) {
                ctx.pipeline().remove(FlowControlHandler.class);
                ctx.pipeline().replace(ctx.handler(), "tunnel", tunnel);
                tunnel.begin();
            } else {
                ctx.close();
            }
        });
        return Optional.empty();
    }
}
