package campus.web;

import campus.link.wire.Address;
import campus.link.wire.ReasonCode;
import campus.link.wire.TransportOptions;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSockets of the page (MQTT 5 section 6): each is a {@link Tunnel} to the broker in use, whichever transport
 * that has. The page's own port is enough for the browser, and its tools show the packets.
 */
final class Tunnels {

    static final String PATH = "/campus/mqtt";

    private static final Logger LOG = LoggerFactory.getLogger("campus");
    private static final int MOST = 100;
    private static final int MAX_FRAME = 65_536;
    private static final int BAD_USER = 0x86;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MAX_FRAME).allowExtensions(false).build();

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicBoolean warned = new AtomicBoolean();
    /** Null until the program has started. */
    private volatile Broker broker;

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
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(PATH, "mqtt", FRAMES)
                .newHandshaker(request);
        if (handshaker == null || !request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                || !request.headers().containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "mqtt", false)) {
            return Optional.of(Answer.text(400, "Here is a WebSocket with the subprotocol mqtt."));
        }
        Broker present = broker;
        if (present == null) {
            return Optional.of(Answer.text(503, "The program starts.").with("retry-after", "1"));
        }
        if (open.incrementAndGet() > MOST) {
            open.decrementAndGet();
            return Optional.of(Answer.text(503, "Too many tunnels are open."));
        }
        ctx.channel().closeFuture().addListener(closed -> open.decrementAndGet());
        Tunnel tunnel = new Tunnel(ctx.channel(), present.addresses(), present.options(), this::answered);
        ctx.channel().config().setAutoRead(false);
        handshaker.handshake(ctx.channel(), request).addListener(done -> {
            if (done.isSuccess()) {
                ctx.pipeline().replace(ctx.handler(), "tunnel", tunnel);
                tunnel.begin();
            } else {
                ctx.close();
            }
        });
        return Optional.empty();
    }

    /** Tells a login that failed, the first time only: each visitor tries again and again. */
    private void answered(int reasonCode) {
        if ((reasonCode == BAD_USER || reasonCode == NOT_AUTHORIZED) && !warned.getAndSet(true)) {
            LOG.warn("the page does not get to the broker: {}: correct campus.page.username and campus.page.password",
                    ReasonCode.text(reasonCode));
        }
    }
}
