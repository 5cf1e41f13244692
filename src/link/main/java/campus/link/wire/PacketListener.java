package campus.link.wire;

/**
 * Sees each MQTT packet of each connection, without TLS and WebSocket around it: a bean of this type in the Camel
 * registry. Without such a bean, packets are not copied.
 */
@FunctionalInterface
public interface PacketListener {

    /**
     * Called before a packet is sent and after one is received, on the threads of the connection, which wait meanwhile.
     *
     * @param link   the id of the route that consumes, or {@code to TOPIC} for one that publishes
     * @param sent   true: to the broker; false: from the broker
     * @param packet the whole packet, with its fixed header
     */
    void packet(String link, boolean sent, byte[] packet);
}
