/**
 * The way to a broker on Netty: TCP, TLS, WebSocket, the packets of MQTT 5, reason codes, and why a connection failed.
 * It knows neither Camel nor what a link does with its connections; of Paho it knows the types of messages and
 * properties, which are part of the contract of camel-paho-mqtt5.
 */
package campus.link.wire;
