package campus.link;

import campus.link.connection.Connection;
import campus.link.connection.Session;
import campus.link.wire.ConnectFailure;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;

/** What happens on the connections of a link, passed on to its parts. */
record LinkSession(Link link, Inbox inbox, Outbox outbox, Subscriptions subscriptions) implements Session {

    @Override
    public void opened(Connection connection) {
        link.opened(connection);
    }

    @Override
    public void ended(Connection connection, ConnectFailure failure) {
        link.ended(connection, failure);
    }

    @Override
    public void received(Connection connection, MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        switch (type) {
            case PUBLISH -> inbox.received(connection, (MqttPublishMessage) packet);
            case PUBREL -> inbox.released(connection, id(packet));
            case PUBACK, PUBREC, PUBCOMP -> outbox.answered(connection, type,
                    (MqttPubReplyMessageVariableHeader) packet.variableHeader());
            case SUBACK -> subscriptions.answered((MqttSubAckMessage) packet);
            case UNSUBACK -> outbox.ids.free(id(packet));
            default -> { }
        }
    }

    private static int id(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    @Override
    public void ready() {
        outbox.send();
    }

    @Override
    public void tick(Connection connection, boolean paused) {
        boolean waiting = outbox.isWaiting();
        if (paused || !waiting) {
            // The acknowledgements that it waits for may be behind the messages that nobody takes.
            inbox.makeWay(waiting ? connection : null);
        }
        if (outbox.isOverdue()) {
            connection.fail(new ConnectFailure(ConnectFailure.Kind.TRANSIENT,
                    "no acknowledgement of a message in time"));
        }
    }
}
