package campus.broker.sys;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.concurrent.atomic.LongAdder;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConnectionPlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Counts the MQTT packets on the connections of a broker and their bytes, without those of TLS and WebSocket, as
 * Mosquitto counts them. Artemis keeps no such count.
 */
public final class TrafficCounter implements ActiveMQServerConnectionPlugin {

    /** From clients to the broker. */
    final Count received = new Count();
    /** From the broker to clients. */
    final Count sent = new Count();
    private final Counter counter = new Counter();

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        if (connection.getTransportConnection() instanceof NettyConnection netty) {
            ChannelPipeline pipeline = netty.getChannel().pipeline();
            // Twice: bytes pass on one side of the codec, packets on the other.
            countBefore(MqttEncoder.class, pipeline);
            countBefore(MQTTProtocolHandler.class, pipeline);
        }
    }

    private void countBefore(Class<? extends ChannelHandler> type, ChannelPipeline pipeline) {
        ChannelHandlerContext context = pipeline.context(type);
        if (context != null) {
            pipeline.addBefore(context.name(), null, counter);
        }
    }

    /** Counts since the start of the broker. */
    static final class Count {

        final LongAdder bytes = new LongAdder();
        /** MQTT packets of all types, which Mosquitto calls messages. */
        final LongAdder packets = new LongAdder();
        /** PUBLISH packets. */
        final LongAdder publications = new LongAdder();

        private void add(Object passing) {
            if (passing instanceof ByteBuf buffer) {
                bytes.add(buffer.readableBytes());
            } else if (passing instanceof MqttMessage) {
                packets.increment();
                if (passing instanceof MqttPublishMessage) {
                    publications.increment();
                }
            }
        }
    }

    @ChannelHandler.Sharable
    private final class Counter extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            received.add(message);
            super.channelRead(context, message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            sent.add(message);
            super.write(context, message, promise);
        }
    }
}
