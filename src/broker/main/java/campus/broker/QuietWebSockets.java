package campus.broker;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConnectionPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connection of a WebSocket client that broke off, as Artemis does, but without the stack trace that Artemis
 * prints to stderr: a lost client is no failure of the broker.
 */
final class QuietWebSockets implements ActiveMQServerConnectionPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(QuietWebSockets.class);
    private static final String PRINTS = "websocket-handler";

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        if (connection.getTransportConnection() instanceof NettyConnection netty) {
            Channel channel = netty.getChannel();
            if (channel.pipeline().get(PRINTS) != null) {
                channel.pipeline().addBefore(PRINTS, "quiet", new Quiet());
            }
        }
    }

    private static final class Quiet extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("a WebSocket client broke off", cause);
            context.close();
        }
    }
}
