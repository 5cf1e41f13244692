package campus.link.wire;

/**
 * Sees every MQTT packet of every connection as it is on the wire, under TLS and WebSocket: a bean of this type in the
 * Camel registry. Without one, nobody looks, at no cost.
 */
@FunctionalInterface
public interface PacketListener {

    /**
     * A packet that is about to be sent, or was received; called on the connection's own threads, which wait.
     *
     * @param link   the route that consumes, or {@code to} and the topic that is published to
     * @param sent   true: to the broker; false: from it
     * @param packet fixed header and all
     */
    void packet(String link, boolean sent, byte[] packet);
}
