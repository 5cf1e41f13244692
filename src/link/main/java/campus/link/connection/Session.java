package campus.link.connection;

import campus.link.wire.ConnectFailure;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.List;

/** What a connection is for. All of it is called on the event loop of the connection. */
public interface Session {

    /** The broker has accepted the connection. */
    void opened(Connection connection);

    /** The broker refuses the Last Will, because it keeps no retained messages or not this QoS. */
    void willRefused(Connection connection, String reason);

    /** The attempt has failed, or the connection has ended; called once. */
    void failed(Connection connection, ConnectFailure failure);

    /** The connection has ended after a DISCONNECT of this side; perhaps with a last word of the broker. */
    void closed(ConnectFailure failure);

    /** A PUBLISH has come. */
    void received(Connection connection, MqttPublishMessage publish);

    /** A PUBREL has come. */
    void released(Connection connection, int id);

    /** A PUBACK, PUBREC or PUBCOMP has come. */
    void acknowledged(Connection connection, MqttMessageType type, MqttPubReplyMessageVariableHeader reply);

    /** A SUBACK has come, with a reason code for each filter. */
    void subscribed(int id, List<Integer> codes, String reasonString);

    /** An UNSUBACK has come. */
    void unsubscribed(int id);

    /** What has come at once is handled, or there is room again: more may be written now. */
    void ready(Connection connection);

    /**
     * Called four times in each Keep Alive.
     *
     * @param paused whether the connection reads nothing at present
     */
    void tick(Connection connection, boolean paused);
}
