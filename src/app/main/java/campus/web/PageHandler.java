package campus.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of HTTP: request to answer, or to a tunnel. Whoever sends no whole request in time is let go. */
final class PageHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(PageHandler.class);
    private static final long PATIENCE_SECONDS = 20;

    private final PageData data;
    private final HttpRules rules;
    private final Tunnels tunnels;
    private final Executor worker;
    private Future<?> patience;

    PageHandler(PageData data, HttpRules rules, Tunnels tunnels, Executor worker) {
        this.data = data;
        this.rules = rules;
        this.tunnels = tunnels;
        this.worker = worker;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        awaitRequest(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        patience.cancel(false);
    }

    private void awaitRequest(ChannelHandlerContext ctx) {
        patience = ctx.executor().schedule(() -> ctx.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        patience.cancel(false);
        if (!request.decoderResult().isSuccess() || !request.uri().startsWith("/")) {
            end(ctx, request, Answer.text(400, "This is not a request for a page."));
        } else if (!rules.isOwnHost(request, ((SocketChannel) ctx.channel()).localAddress())) {
            end(ctx, request, Answer.text(421, "This server has another name."));
        } else if (request.uri().equals(Tunnels.PATH)) {
            tunnels.open(ctx, request).ifPresent(refusal -> end(ctx, request, refusal));
        } else {
            answer(ctx, request);
        }
    }

    private void answer(ChannelHandlerContext ctx, FullHttpRequest request) {
        Answer.Request asked;
        try {
            asked = asked(ctx, request);
        } catch (IllegalArgumentException e) {
            end(ctx, request, Answer.text(400, "This is not a request for a page."));
            return;
        }
        boolean post = data.takesPost(asked.path());
        Set<HttpMethod> methods = post ? Set.of(HttpMethod.POST) : Set.of(HttpMethod.GET, HttpMethod.HEAD);
        if (!methods.contains(request.method())) {
            end(ctx, request, Answer.only(post ? "POST" : "GET, HEAD"));
        } else if (post && !HttpRules.isOwnOrigin(request.headers())) {
            end(ctx, request, Answer.text(403, "Only the page itself may ask for that."));
        } else {
            answerLater(ctx, request, () -> post ? data.post(asked) : data.get(asked));
        }
    }

    private static Answer.Request asked(ChannelHandlerContext ctx, FullHttpRequest request) {
        SocketChannel channel = (SocketChannel) ctx.channel();
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        return new Answer.Request(uri.rawPath(), uri.parameters().getOrDefault("topic", List.of("")).get(0),
                request.headers().get(HttpHeaderNames.COOKIE, ""), request.content().toString(StandardCharsets.UTF_8),
                HttpRules.isLocal(request.headers(), channel.remoteAddress().getAddress(),
                        channel.localAddress().getAddress()));
    }

    /** An answer may wait for the ledger; meanwhile this connection is not read. */
    private void answerLater(ChannelHandlerContext ctx, FullHttpRequest request, Supplier<Answer> answer) {
        ctx.channel().config().setAutoRead(false);
        boolean head = request.method().equals(HttpMethod.HEAD);
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        try {
            worker.execute(() -> {
                Answer made = made(answer);
                // At the end of the program the connections end first.
                if (ctx.channel().isActive()) {
                    ctx.executor().execute(() -> {
                        send(ctx, made, head, keepAlive);
                        ctx.channel().config().setAutoRead(true);
                    });
                }
            });
        } catch (RejectedExecutionException e) {
            ctx.close();
        }
    }

    private static Answer made(Supplier<Answer> answer) {
        try {
            return answer.get();
        } catch (RuntimeException e) {
            LOG.warn("the page cannot answer: {}", e.toString());
            return Answer.text(500, "That failed.");
        }
    }

    /** A refusal is the last answer of its connection. */
    private void end(ChannelHandlerContext ctx, FullHttpRequest request, Answer refusal) {
        send(ctx, refusal, request.method().equals(HttpMethod.HEAD), false);
    }

    private void send(ChannelHandlerContext ctx, Answer answer, boolean head, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
        HttpRules.HEADERS.forEach(response.headers()::set);
        answer.headers().forEach(response.headers()::set);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        if (keepAlive) {
            awaitRequest(ctx);
            ctx.writeAndFlush(response);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("a connection of the page ended: {}", cause.toString());
        ctx.close();
    }
}
