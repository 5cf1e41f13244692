/**
 * The MQTT connection of every route: camel-paho-mqtt5 under its own scheme, made dependable. Routes say
 * {@code paho-mqtt5:topic?options} and run, less safely, on the stock component too.
 *
 * <p>{@link campus.link.LinkPlugin} puts {@link campus.link.LinkComponent} in the place of the stock component. Each
 * consumer and producer has a {@code Link}, which makes one {@code Connection} after the other: a Paho client that is
 * used once, over a {@code Transport} of our own. Paho connects, pings and speaks QoS 2; publishing and
 * receiving at QoS 0 and 1 and subscribing pass it by, as a {@code Packet}. A consumer keeps what it has in hand in an
 * {@code Inbox}, a producer in an {@code Outbox}. {@link campus.link.probe.DiagnosticConnection} makes one connection step by step, for who
 * looks for a fault.
 *
 * <p>Defects of Paho 1.2.5 and camel-paho-mqtt5 4.17 that this answers:
 * <ul>
 * <li>A reconnect that never ends, as an acknowledgement, a busy handler, a broker's limits or a waiting subscription
 * stand in its way, and a delay that all clients of a JVM share: every attempt is a fresh client with a wait of its
 * own, no work is done on Paho's threads, nothing there waits for the broker, and an attempt that does not end is cut.
 * <li>A peer that accepts and is silent, or accepts and closes: a deadline for the whole attempt; the end of a
 * connection is held back until Paho's threads have started ({@code TransportInput}).
 * <li>Receive Maximum above 32767 and topic aliases: both are changed in the CONNACK ({@code Connack}).
 * <li>Acknowledgement of what failed, of what another connection delivered, or in the wrong order; messages handled
 * twice after a reconnect although the first copy is still in hand ({@code Inbox}).
 * <li>Refusals that nobody hears of: SUBACK and PUBACK reason codes are errors with topic, user and reason.
 * <li>Publishing that waits for each acknowledgement, fails while disconnected, or waits for ever ({@code Outbox}).
 * <li>TLS sockets that stay open, WebSockets that a PING ends, one system call for every few bytes ({@code Transport},
 * {@code WebSocket}, {@code TransportOutput}).
 * <li>Three threads, a token and several locks for every message; every byte received through three streams: that
 * was half to two thirds of the processor time ({@code Packet}).
 * <li>Properties of a received message that a client must not send ({@code LinkEndpoint}).
 * </ul>
 *
 * <p>What cannot be answered from outside Paho: QoS 2 is exactly once within one connection only, and is refused where
 * a link reconnects; properties that Paho cannot read (correlation data above 32767 bytes) and a CONNACK with a reason
 * code that it does not know end the connection; the DUP flag of a received message is not to be had.
 *
 * <p>Who wants to see what passes gives Camel a {@link campus.link.wire.PacketListener}; {@link campus.link.probe.PacketDescription}
 * puts a packet into words.
 */
package campus.link;
