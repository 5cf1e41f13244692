package campus.link.connection;

import campus.link.wire.ConnectFailure;
import io.netty.handler.codec.mqtt.MqttMessage;

/** What a connection is for. All of it is called on the event loop of the connection. */
public interface Session {

    /** The broker has accepted the connection. */
    void opened(Connection connection);

    /** The attempt has failed, or the connection has ended; called once. */
    void ended(Connection connection, ConnectFailure failure);

    /** A packet has come that is not about the connection itself. */
    void received(Connection connection, MqttMessage packet);

    /** What has come at once is handled, or there is room again: more may be written now. */
    void ready();

    /**
     * Called four times in each Keep Alive.
     *
     * @param paused whether the connection reads nothing at present
     */
    void tick(Connection connection, boolean paused);
}
