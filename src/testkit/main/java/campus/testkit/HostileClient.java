package campus.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A client with Netty's codec that sends any packet, and waits for one answer at a time. */
public final class HostileClient implements AutoCloseable {

    /** The users that it knows, with their passwords; others get a wrong one. */
    public static final Map<String, String> USERS = Map.of("dst", "dst", "profesor", "secreto", "edificio", "ladrillo");

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final MqttVersion version;
    private final EmbeddedChannel codec = new EmbeddedChannel(MqttEncoder.INSTANCE, new MqttDecoder(1 << 28));
    private final List<MqttPublishMessage> received = new ArrayList<>();
    private int lastId;

    /** Opens a connection to a port of 127.0.0.1, and sends nothing yet. */
    public HostileClient(int port, MqttVersion version) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
        this.version = version;
    }

    /** A connected client of MQTT 5. */
    public static HostileClient connected(int port, String id, String user) throws IOException {
        HostileClient client = new HostileClient(port, MqttVersion.MQTT_5);
        int code = client.connect(id, user, options -> { });
        if (code != 0) {
            client.close();
            throw new IOException("refused: " + code);
        }
        return client;
    }

    /** The code of the CONNACK. */
    public int connect(String id, String user, Consumer<ConnectBuilder> options) throws IOException {
        return connack(id, user, options).variableHeader().connectReturnCode().byteValue() & 0xff;
    }

    /** As above; the whole CONNACK. */
    public MqttConnAckMessage connack(String id, String user, Consumer<ConnectBuilder> options) throws IOException {
        ConnectBuilder connect = MqttMessageBuilders.connect().protocolVersion(version).clientId(id).cleanSession(true)
                .keepAlive(60);
        if (user != null) {
            connect.username(user).password(USERS.getOrDefault(user, "x")
                    .getBytes(StandardCharsets.UTF_8));
        }
        options.accept(connect);
        send(connect.build());
        return (MqttConnAckMessage) await(MqttMessageType.CONNACK);
    }

    /** Properties of a packet. */
    public static MqttProperties properties(MqttProperties.MqttProperty<?>... all) {
        MqttProperties properties = new MqttProperties();
        for (MqttProperties.MqttProperty<?> property : all) {
            properties.add(property);
        }
        return properties;
    }

    /** The code of the PUBACK. */
    public int publish(String topic, String payload, boolean retain) throws IOException {
        return publish(topic, payload, retain, MqttProperties.NO_PROPERTIES);
    }

    /** As above, with properties. */
    public int publish(String topic, String payload, boolean retain, MqttProperties properties) throws IOException {
        send(MqttMessageBuilders.publish().topicName(topic).messageId(++lastId).qos(MqttQoS.AT_LEAST_ONCE)
                .retained(retain).properties(properties)
                .payload(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8)).build());
        return code(await(MqttMessageType.PUBACK));
    }

    /** Without an acknowledgement, and without waiting. */
    public void flood(String topic, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            send(MqttMessageBuilders.publish().topicName(topic).qos(MqttQoS.AT_MOST_ONCE)
                    .payload(Unpooled.copiedBuffer("x" + i, StandardCharsets.UTF_8)).build());
        }
    }

    /** The codes of the SUBACK. */
    public List<Integer> subscribe(String... filters) throws IOException {
        MqttMessageBuilders.SubscribeBuilder subscribe = MqttMessageBuilders.subscribe().messageId(++lastId);
        for (String filter : filters) {
            subscribe.addSubscription(filter, new MqttSubscriptionOption(MqttQoS.AT_LEAST_ONCE, false, true,
                    MqttSubscriptionOption.RetainedHandlingPolicy.SEND_AT_SUBSCRIBE));
        }
        send(subscribe.build());
        return ((MqttSubAckMessage) await(MqttMessageType.SUBACK)).payload().reasonCodes();
    }

    /** The codes of the UNSUBACK. */
    public List<Short> unsubscribe(String filter) throws IOException {
        send(MqttMessageBuilders.unsubscribe().messageId(++lastId).addTopicFilter(filter).build());
        return ((MqttUnsubAckMessage) await(MqttMessageType.UNSUBACK)).payload().unsubscribeReasonCodes();
    }

    /** The next message on a subscription; acknowledged. */
    public MqttPublishMessage next() throws IOException {
        return received.isEmpty() ? (MqttPublishMessage) await(MqttMessageType.PUBLISH) : received.remove(0);
    }

    /** As {@link #next()}, as TOPIC=PAYLOAD. */
    public String nextText() throws IOException {
        MqttPublishMessage message = next();
        return message.variableHeader().topicName() + "=" + message.payload().toString(StandardCharsets.UTF_8);
    }

    /** Whether PINGREQ is answered; throws an exception if not. */
    public boolean answersPing() throws IOException {
        send(MqttMessage.PINGREQ);
        return await(MqttMessageType.PINGRESP) != null;
    }

    /** Sends DISCONNECT. */
    public void disconnect(MqttProperties properties) throws IOException {
        send(MqttMessageBuilders.disconnect().reasonCode((byte) 0).properties(properties).build());
    }

    /** The reason of the broker's DISCONNECT. */
    public int disconnectReason() throws IOException {
        return ((MqttReasonCodeAndPropertiesVariableHeader) await(MqttMessageType.DISCONNECT).variableHeader())
                .reasonCode() & 0xff;
    }

    /** Sends any packet. */
    public void send(MqttMessage packet) throws IOException {
        codec.writeOutbound(packet);
        ByteBuf bytes = codec.readOutbound();
        sendBytes(ByteBufUtil.getBytes(bytes));
        bytes.release();
    }

    /** Sends what need not be a packet. */
    public void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private static int code(MqttMessage acknowledgement) {
        return acknowledgement.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
                ? header.reasonCode() & 0xff : 0;
    }

    /** The next packet of a type. Messages that come before it are kept. */
    public MqttMessage await(MqttMessageType type) throws IOException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        byte[] buffer = new byte[64 * 1024];
        while (true) {
            for (MqttMessage packet = codec.readInbound(); packet != null; packet = codec.readInbound()) {
                acknowledge(packet);
                if (packet.fixedHeader().messageType() == type) {
                    return packet;
                }
                if (packet instanceof MqttPublishMessage message) {
                    received.add(message);
                }
            }
            socket.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
            int read = socket.getInputStream().read(buffer);
            if (read < 0) {
                throw new IOException("closed before a " + type);
            }
            codec.writeInbound(Unpooled.copiedBuffer(buffer, 0, read));
        }
    }

    private void acknowledge(MqttMessage packet) throws IOException {
        if (packet instanceof MqttPublishMessage message
                && message.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE) {
            send(MqttMessageBuilders.pubAck().packetId(message.variableHeader().packetId()).reasonCode((byte) 0)
                    .build());
        }
    }

    /** Whether the broker closes the connection; what it sends before does not matter. */
    public boolean isClosed(int seconds) throws IOException {
        socket.setSoTimeout(seconds * 1000);
        try {
            while (socket.getInputStream().read() >= 0) {
                // a packet before the end
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether the broker sends anything. */
    public boolean hears(int seconds) throws IOException {
        socket.setSoTimeout(seconds * 1000);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        codec.finishAndReleaseAll();
    }
}
