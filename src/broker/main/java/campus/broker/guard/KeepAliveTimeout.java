package campus.broker.guard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;

/** Notices a client that has sent nothing for too long (MQTT 5 section 3.1.2.10). Artemis does not get all packets. */
final class KeepAliveTimeout extends IdleStateHandler {

    private final Runnable silent;

    /** @param millis the time limit, 0 for none */
    KeepAliveTimeout(long millis, Runnable silent) {
        super(millis, 0, 0, TimeUnit.MILLISECONDS);
        this.silent = silent;
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        silent.run();
    }
}
