/**
 * The bytes between Paho's client and the broker: TCP, TLS, WebSocket, packets of MQTT 5, reason codes, and why a
 * connection failed. It knows Paho, but neither Camel nor what a link does with its connections. Limits of Paho 1.2.5
 * that remain: a property that it cannot read (correlation data above 32767 bytes) and an unknown reason code in a
 * CONNACK end the connection; the DUP flag of a received message is lost.
 */
package campus.link.wire;
