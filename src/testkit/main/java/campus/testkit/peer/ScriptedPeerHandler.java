package campus.testkit.peer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttMessage;

/** Hands on to a {@link ScriptedPeerConnection} what Netty reports of its channel. */
final class ScriptedPeerHandler extends SimpleChannelInboundHandler<MqttMessage> {

    private final ScriptedPeer peer;
    private final ScriptedPeerConnection connection;

    ScriptedPeerHandler(ScriptedPeer peer, ScriptedPeerConnection connection) {
        this.peer = peer;
        this.connection = connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        peer.onLoop(connection::begin);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
        peer.onLoop(() -> connection.receive(message));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        peer.onLoop(() -> connection.ended("the client's FIN"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        peer.onLoop(() -> connection.failed(cause));
    }
}
