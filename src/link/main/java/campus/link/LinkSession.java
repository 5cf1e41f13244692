package campus.link;

import campus.link.connection.Connection;
import campus.link.connection.Session;
import campus.link.wire.ConnectFailure;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.List;

/** What happens on the connections of a link, passed on to its parts. */
record LinkSession(Link link, Inbox inbox, Outbox outbox, Subscriptions subscriptions) implements Session {

    @Override
    public void opened(Connection connection) {
        link.opened(connection);
    }

    @Override
    public void willRefused(Connection connection, String reason) {
        link.willRefused(connection, reason);
    }

    @Override
    public void failed(Connection connection, ConnectFailure failure) {
        link.failed(connection, failure);
    }

    @Override
    public void closed(ConnectFailure failure) {
        link.closed(failure);
    }

    @Override
    public void received(Connection connection, MqttPublishMessage publish) {
        inbox.received(connection, publish);
    }

    @Override
    public void released(Connection connection, int id) {
        inbox.released(connection, id);
    }

    @Override
    public void acknowledged(Connection connection, MqttMessageType type, MqttPubReplyMessageVariableHeader reply) {
        outbox.answered(connection, type, reply);
    }

    @Override
    public void subscribed(int id, List<Integer> codes, String reasonString) {
        subscriptions.answered(id, codes, reasonString);
    }

    @Override
    public void unsubscribed(int id) {
        outbox.ids().free(id);
    }

    @Override
    public void ready(Connection connection) {
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
