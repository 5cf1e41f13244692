package campus.link.connection;

import campus.link.wire.ConnectFailure;
import campus.link.wire.Packets;
import campus.link.wire.ReasonCode;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;

/** Passes each packet of a connection to whom it concerns. */
final class Incoming {

    private final Connection connection;
    private final Session session;
    private final Consumer<MqttConnAckVariableHeader> accepted;
    private long lastAnswer = System.nanoTime();

    /** @param accepted takes the CONNACK */
    Incoming(Connection connection, Session session, Consumer<MqttConnAckVariableHeader> accepted) {
        this.connection = connection;
        this.session = session;
        this.accepted = accepted;
    }

    /** The time of the last packet that was not the answer to a ping, as {@link System#nanoTime}. */
    long lastAnswer() {
        return lastAnswer;
    }

    /** Takes a packet, and releases it. */
    void handle(Object message) {
        try {
            MqttMessage packet = (MqttMessage) message;
            if (packet.decoderResult().isFailure()) {
                connection.fail(new ConnectFailure(ConnectFailure.Kind.TRANSIENT,
                        "the broker has sent a malformed packet (" + packet.decoderResult().cause().getMessage()
                                + ")"));
            } else {
                received(packet);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void received(MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        if (type != MqttMessageType.PINGRESP) {
            lastAnswer = System.nanoTime();
        }
        switch (type) {
            case PUBLISH -> session.received(connection, (MqttPublishMessage) packet);
            case PUBACK, PUBREC, PUBCOMP -> session.acknowledged(connection, type,
                    (MqttPubReplyMessageVariableHeader) packet.variableHeader());
            case PUBREL -> session.released(connection, id(packet));
            case SUBACK -> session.subscribed(id(packet), ((MqttSubAckMessage) packet).payload().reasonCodes(),
                    Packets.reasonString(((MqttSubAckMessage) packet).idAndPropertiesVariableHeader().properties()));
            case UNSUBACK -> session.unsubscribed(id(packet));
            case CONNACK -> accepted.accept((MqttConnAckVariableHeader) packet.variableHeader());
            case DISCONNECT -> {
                MqttReasonCodeAndPropertiesVariableHeader reason =
                        (MqttReasonCodeAndPropertiesVariableHeader) packet.variableHeader();
                connection.fail(ReasonCode.failure(reason.reasonCode() & 0xFF,
                        Packets.reasonString(reason.properties())));
            }
            default -> { }
        }
    }

    private static int id(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }
}
