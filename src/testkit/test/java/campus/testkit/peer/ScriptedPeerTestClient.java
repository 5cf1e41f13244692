package campus.testkit.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A client that does nothing by itself, to see what the {@link ScriptedPeer} does packet by packet. */
final class ScriptedPeerTestClient implements AutoCloseable {

    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final EmbeddedChannel codec =
            new EmbeddedChannel(MqttEncoder.INSTANCE, new MqttDecoder(1024 * 1024));

    ScriptedPeerTestClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
    }

    ScriptedPeerTestClient connect(String clientId, boolean cleanStart, int sessionExpiry, int receiveMaximum)
            throws IOException {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), sessionExpiry));
        properties.add(new IntegerProperty(MqttPropertyType.RECEIVE_MAXIMUM.value(), receiveMaximum));
        return send(MqttMessageBuilders.connect().protocolVersion(MqttVersion.MQTT_5).clientId(clientId)
                .cleanSession(cleanStart).keepAlive(30).hasUser(true).username("ana").properties(properties).build());
    }

    ScriptedPeerTestClient subscribe(int packetId, String filter) throws IOException {
        return send(MqttMessageBuilders.subscribe().messageId(packetId).addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
                .build());
    }

    ScriptedPeerTestClient publish(int packetId, String topic, int qos, boolean dup) throws IOException {
        return send(ScriptedPeerAnswers.publish(ScriptedPeerMessage.of(topic, "text", qos), packetId, dup));
    }

    ScriptedPeerTestClient publishAlias(int packetId, String topic, int alias) throws IOException {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttPropertyType.TOPIC_ALIAS.value(), alias));
        return send(ScriptedPeerAnswers.publish(ScriptedPeerMessage.of(topic, "text", 1).with(properties), packetId,
                false));
    }

    ScriptedPeerTestClient acknowledge(MqttMessageType type, int packetId) throws IOException {
        return send(ScriptedPeerAnswers.acknowledgement(type, packetId, 0, ""));
    }

    ScriptedPeerTestClient ping() throws IOException {
        return send(MqttMessage.PINGREQ);
    }

    ScriptedPeerTestClient disconnect() throws IOException {
        return send(ScriptedPeerAnswers.disconnect(0));
    }

    private ScriptedPeerTestClient send(MqttMessage message) throws IOException {
        codec.writeOutbound(message);
        for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
            socket.getOutputStream().write(ByteBufUtil.getBytes(bytes));
            bytes.release();
        }
        return this;
    }

    /** The next packet; null where the peer has sent FIN. */
    MqttMessage receive() throws IOException {
        MqttMessage message = codec.readInbound();
        while (message == null) {
            byte[] bytes = new byte[64 * 1024];
            int length = socket.getInputStream().read(bytes);
            if (length < 0) {
                return null;
            }
            codec.writeInbound(Unpooled.wrappedBuffer(bytes, 0, length));
            message = codec.readInbound();
        }
        return message;
    }

    /** The next packet as the peer would note it. */
    ScriptedPeerPacket packet() throws IOException {
        return ScriptedPeerPacket.of(0, receive());
    }

    /** Whether the last read from the network brought more than the packet that was then asked for. */
    boolean hasMore() {
        return !codec.inboundMessages().isEmpty();
    }

    /** Whether nothing comes for so long. */
    boolean hearsNothingFor(int milliseconds) throws IOException {
        socket.setSoTimeout(milliseconds);
        try {
            receive();
            return false;
        } catch (SocketTimeoutException silence) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MS);
        }
    }

    @Override
    public void close() throws IOException {
        codec.finishAndReleaseAll();
        socket.close();
    }
}
